-- What was asked of somebody and taken back is found by the matter.
CREATE INDEX message_asked ON message(of, object, topic) WHERE read_at=0;
