"""From a dropped file to results: intake, the processing of deliveries, and what keeps them running."""
