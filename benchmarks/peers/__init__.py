"""What Leadframe is measured against."""
