"""The parts of the demonstration's loading, by subject; `cases_cms.demo.loader` puts them together."""
