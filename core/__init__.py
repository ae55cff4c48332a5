"""What any service needs: database, web edge, actors, trail, jobs. Not one word of the trade."""
