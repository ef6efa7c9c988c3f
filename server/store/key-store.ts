/**
 * Keeps the private keys of studies, as PEM, by the names of the studies. A key of a study that is not published yet
 * counts for nothing until `keep`, so that no key ever stands beside a study that was not published.
 */
export interface KeyStore {
  /** Undefined when the study has no key. */
  read(study: string): Promise<string | undefined>;
  /** Keeps a key for a study that is not published yet, unless it has one. */
  add(study: string, pem: string): Promise<void>;
  /** The study of this key is published. */
  keep(study: string): Promise<void>;
  /** Names of the studies whose keys were kept, sorted. */
  kept(): Promise<string[]>;
  /** Nobody deletes a key: one without its study gets another name. */
  putAside(study: string): Promise<void>;
  /** Where the key lies, in words for the operator. */
  place(study: string): string;
}
