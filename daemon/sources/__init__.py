"""What is asked of YouTube without a person's browser. Every service has its pace, and every answer is checked."""
