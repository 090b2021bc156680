/** What vite.config.ts puts into the pages. */
interface ImportMetaEnv {
  /** The product's version, of package.json. */
  readonly CTI_VERSION: string;
}
