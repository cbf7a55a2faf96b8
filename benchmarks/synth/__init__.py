"""Sample mail from code and a seed: papers, ink, scanners, and the exact truth about them (see README.md here)."""
