"""Pictures of flows as values, their layout, and each as Mermaid or SVG text."""
