"""Sample mail, accuracy, speed: everything that measures the project. Never imported by the product."""
