"""The words of the project as plain typed values (docs/architecture.md, section "The words"). Imports nothing of ours."""
