"""The frame of every page: the document, the shell, and what stands where no figures can."""
