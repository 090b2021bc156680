import type { ServerResponse } from 'node:http';
import { denied } from './answer';

/** What becomes of one request. */
export interface RequestFault {
  /** Whether it is done before its answer is spoilt. */
  done: boolean;
  answer: 'cut' | 'never' | 'html' | 'garbage' | 'empty500' | 'unauthorized';
}
export interface FaultyRequest {
  method: string;
  path: string;
  body: unknown;
}

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
  /** Ends of file names that are not taken (`upload_badext`): the note is made, without its file. */
  refusedExtensions: string[];
  /** So many files are lost between the note and its file: PHP dies in the midst of it. */
  failBeforeFile: number;
  /** Asked for each API request; null leaves it well. */
  perRequest: ((request: FaultyRequest) => RequestFault | null) | null;
  /** Asked for each API request: milliseconds until it is done, as where requests wait for each other. */
  delayMs: ((request: FaultyRequest) => number) | null;
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
  // What SuiteCRM is installed with.
  refusedExtensions: [
    'php',
    'php3',
    'php4',
    'php5',
    'pl',
    'cgi',
    'py',
    'asp',
    'cfm',
    'js',
    'vbs',
    'html',
    'htm',
  ],
  failBeforeFile: 0,
  perRequest: null,
  delayMs: null,
});

export const maintenancePage =
  '<!DOCTYPE html>\n<html><head><title>Maintenance</title></head><body><h1>We will be back soon</h1></body></html>';

/** Answers in place of the right answer. */
export const spoilt = ({ answer }: RequestFault, response: ServerResponse): void => {
  const send = (status: number, type: string, body: string): void => {
    response.writeHead(status, { 'Content-Type': type });
    response.end(body);
  };
  switch (answer) {
    case 'never':
      return;
    case 'cut':
      response.destroy();
      return;
    case 'html':
      send(200, 'text/html', maintenancePage);
      return;
    case 'garbage':
      send(200, 'application/json', '{"data":');
      return;
    case 'unauthorized': {
      const { status, type, body } = denied('Access token has been revoked');
      send(status, type, body);
      return;
    }
    case 'empty500':
      send(500, 'text/html', '');
  }
};
