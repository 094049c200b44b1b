-- Copies a row of a table once for each fresh id, with new values in some of its columns.
INSERT INTO {table} ({columns}) SELECT {values} FROM {table} AS template, fresh
WHERE template.{by} = '{template}' ORDER BY fresh.n;
