/** The operator has to change something. */
export class RestoreRefused extends Error {
  override readonly name = 'RestoreRefused';
}
