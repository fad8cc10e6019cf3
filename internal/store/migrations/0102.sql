-- When the bytes of a file were destroyed because the law demands it (docs/decisions/0047-erasure-by-law.md).
ALTER TABLE evidence ADD COLUMN erased_at {int} NOT NULL DEFAULT 0;
