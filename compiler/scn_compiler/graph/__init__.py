"""Pictures of scripts: what is said when, as a graph; drawn as Mermaid, DOT, SVG or a page."""
