"""Lists of flagged entities: import, immutable snapshots, differences."""
