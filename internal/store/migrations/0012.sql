-- Which open orders name somebody who left is asked on each first page of an
-- office: from the person to the order.
CREATE INDEX order_leader ON orders(leader) WHERE open=1;
CREATE INDEX order_handler ON orders(handler) WHERE open=1;
