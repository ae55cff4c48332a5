"""Companies: supplier lists, the suppliers and sites behind them, alerts."""
