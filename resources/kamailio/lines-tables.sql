-- For line states: sqlite3 lines.db < lines-tables.sql
-- Kamailio asks for this table and writes it when it stops. What calls there were is nothing to be kept: it forgets each row at once.
CREATE TABLE version (id INTEGER PRIMARY KEY NOT NULL, table_name VARCHAR(32) NOT NULL UNIQUE, table_version INTEGER DEFAULT 0 NOT NULL);
CREATE TABLE pua (id INTEGER PRIMARY KEY NOT NULL, pres_uri TEXT, pres_id TEXT, event INTEGER, expires INTEGER, desired_expires INTEGER, flag INTEGER, etag TEXT, tuple_id TEXT, watcher_uri TEXT, call_id TEXT, to_tag TEXT, from_tag TEXT, cseq INTEGER, record_route TEXT, contact TEXT, remote_contact TEXT, version INTEGER, extra_headers TEXT);
CREATE TRIGGER pua_is_forgotten AFTER INSERT ON pua BEGIN DELETE FROM pua; END;
INSERT INTO version (table_name, table_version) VALUES ('pua', 7);
