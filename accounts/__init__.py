"""Who people are, for whom they act, and what their role allows."""
