// Runs before npm installs anything, so that an old Node is named as the cause instead of failing somewhere inside a
// dependency.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Data Donor needs Node 20.19 or newer; this is Node ${process.versions.node}.`);
  process.exit(1);
}
