/** What can be wrong with a CRM, to be switched on and off while it runs. */
export interface Faults {
  /** Connections are cut without an answer. */
  down: boolean;
  /** Every answer comes this much later; what was asked is done at once. */
  slowMs: number;
  /** A maintenance page with status 200. */
  html: boolean;
  /** HTTP 500 and no body: its database is down. */
  emptyError500: boolean;
  /** Sign-in refused, and every session with it. */
  refuseToken: boolean;
  /** So many creates fail with an empty 500 and store nothing. */
  failBeforeSave: number;
  /** So many creates store the record and then answer with an empty 500. */
  failAfterSave: number;
  /** So many relationship writes fail with an empty 500. */
  failLink: number;
  /** So many changes of a record are saved and then answered with an empty 500. */
  failAfterPatch: number;
}

export const noFaults = (): Faults => ({
  down: false,
  slowMs: 0,
  html: false,
  emptyError500: false,
  refuseToken: false,
  failBeforeSave: 0,
  failAfterSave: 0,
  failLink: 0,
  failAfterPatch: 0,
});

export const maintenancePage =
  '<!DOCTYPE html>\n<html><head><title>Maintenance</title></head><body><h1>We will be back soon</h1></body></html>';
