-- Where Kamailio keeps the scripts: sqlite3 cpl.db < cpl-tables.sql
CREATE TABLE version (id INTEGER PRIMARY KEY NOT NULL, table_name VARCHAR(32) NOT NULL UNIQUE, table_version INTEGER DEFAULT 0 NOT NULL);
CREATE TABLE cpl (id INTEGER PRIMARY KEY NOT NULL, username VARCHAR(64) NOT NULL, domain VARCHAR(64) DEFAULT '' NOT NULL, cpl_xml TEXT, cpl_bin BLOB, UNIQUE (username, domain));
INSERT INTO version (table_name, table_version) VALUES ('cpl', 1);
