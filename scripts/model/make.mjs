// `npm run model`: makes the model again from its source and compares it with the committed files; `-- --write`
// replaces them. Dependency-free, because it also has to explain what is missing.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../..');
const committedModel = join(repository, 'models/all-MiniLM-L6-v2-int8');
const committedEmbeddings = join(repository, 'tests/vectors/embeddings.json');
const modelFiles = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model_quantized.onnx'];

function fail(message) {
  console.error(message);
  process.exitCode = 1;
  throw new Stop();
}
class Stop extends Error {}

function run(command, args, whenItFails) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error || status !== 0) fail(whenItFails);
}

function findPython() {
  const atLeast = 'import sys; sys.exit(sys.version_info < (3, 11))';
  const found = ['python3', 'python'].find((name) => spawnSync(name, ['-c', atLeast]).status === 0);
  return (
    found ??
    fail('Making the model needs Python 3.11 or newer, which was not found as python3; install it and try again.')
  );
}

const sha256 = (path) => (existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : 'missing');

const vectors = (path) =>
  JSON.parse(readFileSync(path, 'utf8')).map(({ text, floatEmbedding }) => {
    const bytes = Uint8Array.from(Buffer.from(floatEmbedding, 'base64'));
    return { text, vector: new Float32Array(bytes.buffer) };
  });

/**
 * Floating-point kernels differ in their last bits from processor to processor, so embeddings are compared by cosine.
 */
function smallestCosine(made, committed) {
  return Math.min(
    ...made.map(({ text, vector }, index) =>
      committed[index]?.text === text && committed[index].vector.length === vector.length
        ? vector.reduce((sum, component, j) => sum + component * committed[index].vector[j], 0)
        : -1,
    ),
  );
}

function compare(made) {
  let same = true;
  for (const file of modelFiles) {
    const [now, before] = [sha256(join(made, 'model', file)), sha256(join(committedModel, file))];
    same &&= now === before;
    console.log(`${now === before ? 'same     ' : 'DIFFERENT'} ${now}  ${file}`);
  }
  const cosine = smallestCosine(vectors(join(made, 'embeddings.json')), vectors(committedEmbeddings));
  same &&= cosine > 0.99999;
  console.log(`${cosine > 0.99999 ? 'same     ' : 'DIFFERENT'} float embeddings, smallest cosine ${cosine.toFixed(7)}`);
  return same;
}

const work = mkdtempSync(join(tmpdir(), 'data-donor-model-'));
try {
  const venv = join(work, 'venv');
  run(
    findPython(),
    ['-m', 'venv', venv],
    'Python could not make a virtual environment; on Debian and Ubuntu install python3-venv.',
  );
  const python = join(venv, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const requirements = join(import.meta.dirname, 'requirements.txt');
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--no-deps',
    '--requirement',
    requirements,
  ];
  run(python, pip, `pip could not install the packages of ${requirements}; the lines above say why.`);
  const make = join(import.meta.dirname, 'make.py');
  run(python, ['-B', make, committedEmbeddings, work], 'The model could not be made; the lines above say why.');

  if (compare(work)) console.log('The committed model is what its source makes.');
  else if (process.argv.includes('--write')) {
    for (const file of modelFiles) cpSync(join(work, 'model', file), join(committedModel, file));
    cpSync(join(work, 'embeddings.json'), committedEmbeddings);
    console.log('Replaced. Write the new SHA-256 into core/embedding/model.ts and the README.md beside the model.');
  } else fail('The committed model differs from what its source makes here; `npm run model -- --write` replaces it.');
} catch (error) {
  if (!(error instanceof Stop)) throw error;
} finally {
  rmSync(work, { recursive: true, force: true });
}
