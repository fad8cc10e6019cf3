-- Orders under special supervision are few and are counted on every overview.
CREATE INDEX order_special ON orders(jurisdiction, due, id) WHERE special=1;
