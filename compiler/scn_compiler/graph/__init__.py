"""Pictures of scripts: graphs of who says what and when, as Mermaid, DOT, SVG or an HTML page."""
