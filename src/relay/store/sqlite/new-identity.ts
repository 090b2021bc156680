/** A copy of a relay's database is another relay: it takes what the others tell from where the copy was made, under its own name. */
import Database from 'better-sqlite3';

/** @param path a database that nobody uses */
export const makeAnotherRelay = (path: string): void => {
  const db = new Database(path, { fileMustExist: true });
  try {
    const known = db
      .prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'shared_state'")
      .get();
    if (known !== undefined) db.exec("DELETE FROM shared_state WHERE name = 'relay'");
  } finally {
    db.close();
  }
};
