/** What a translation has to fill: every key of the English texts, and the plural forms that its own language adds. */
import type * as appLinks from './en/app-links';
import type * as caller from './en/caller';
import type * as calls from './en/calls';
import type * as connection from './en/connection';
import type * as errors from './en/errors';
import type * as history from './en/history';
import type * as links from './en/links';
import type * as notes from './en/notes';
import type * as phone from './en/phone';
import type * as quiet from './en/quiet';
import type * as recording from './en/recording';
import type * as settings from './en/settings';
import type * as setup from './en/setup';
import type * as window from './en/window';
import type * as upkeep from './en/upkeep';

type Areas = typeof appLinks &
  typeof caller &
  typeof calls &
  typeof connection &
  typeof errors &
  typeof history &
  typeof links &
  typeof notes &
  typeof phone &
  typeof quiet &
  typeof recording &
  typeof settings &
  typeof setup &
  typeof window &
  typeof upkeep;
export type Area = keyof Areas;

/** French and Spanish have a form for a million. */
type More<Key> = Key extends `${infer Base}_other` ? `${Base}_many` : never;

/** The same shape with any text. */
export type Texts<A extends Area> = {
  [Group in keyof Areas[A]]: { [Key in keyof Areas[A][Group]]: string } & {
    [Key in keyof Areas[A][Group] as More<Key>]?: string;
  };
};
