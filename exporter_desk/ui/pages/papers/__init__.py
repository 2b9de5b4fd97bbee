"""Pages of papers: check report, second person, attachments, packets, handing over."""
