"""What people read: the Jinja2 templates of the summaries. No code."""
