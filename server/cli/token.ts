import { type Command, Option } from 'commander';
import {
  mostTokenDays,
  newTokenSchema,
  type Scope,
  scopes,
  type Token,
  type TokenRequest,
  tokensSchema,
} from '../../core/protocol/access.ts';
import { english } from '../language/english.ts';
import { BadInput } from './bad-input.ts';
import { findStudy } from './named.ts';
import { wholeNumber } from './number-options.ts';
import { administratorToken, atPlace, type PlaceOptions, withPlace } from './place.ts';
import { openSecretOutput } from './secret-output.ts';
import { type JsonOption, withJson, write, writeColumns, writeJson } from './standard-output.ts';

interface CreateOptions extends PlaceOptions, JsonOption {
  readonly study?: string;
  readonly allStudies?: boolean;
  readonly scope: Scope;
  readonly expires: number;
  readonly out?: string;
}

const defaultDays = 365;
const withOut = (command: Command): Command =>
  command.option('--out <file>', 'write the token into this new file, for its owner only, instead of the terminal');

export function addToken(program: Command): void {
  const token = program.command('token').description('who may run which study: tokens of researchers');
  const create = token
    .command('create')
    .description('make a token for a researcher; it is shown once, and only its hash is kept')
    .argument('<name>', 'what to call it, such as the name of the researcher')
    .addOption(new Option('--study <name>', 'the one study that it is for').conflicts('allStudies'))
    .option('--all-studies', 'for every study of the server, also later ones')
    .addOption(
      new Option(
        '--scope <scope>',
        'read: the preview of the study; run: also preview and open rounds, close, end and withdraw',
      )
        .choices([...scopes])
        .makeOptionMandatory(),
    )
    .option('--expires <days>', 'days until it ends', wholeNumber(1, mostTokenDays), defaultDays);
  withJson(withPlace(withOut(create))).action(createToken);
  const list = token
    .command('list')
    .description('list tokens, never the tokens themselves; with a token of a researcher, what that one is good for');
  withJson(withPlace(list)).action(listTokens);
  const revoke = token
    .command('revoke')
    .description('revoke a token, at once and for good')
    .argument('<name>', 'its name');
  withJson(withPlace(revoke)).action(revokeToken);
  const admin = token
    .command('admin')
    .description("show the administrator's token of a data directory or of DONOR_SECRET, for use on another machine");
  withPlace(withOut(admin)).action(showAdministratorToken);
}

async function createToken(name: string, options: CreateOptions): Promise<void> {
  const { study, allStudies, scope, expires: days, out, json } = options;
  if (study === undefined && !allStudies) throw new BadInput('expected --study NAME, or --all-studies');
  await atPlace(options, async (place) => {
    const named = study === undefined ? null : (await findStudy(place, study)).name;
    const output = await openSecretOutput(out);
    const request: TokenRequest = { name, study: named, scope, days };
    const made = await place.post('/v1/tokens', request).then(
      (reply) => newTokenSchema.parse(reply),
      async (error: unknown) => {
        await output.abandon();
        throw error;
      },
    );
    const { token, ...described } = made;
    await output.show(token).catch(async (error: unknown) => {
      await place.delete(`/v1/tokens/${name}`);
      await output.abandon().catch(() => undefined);
      throw error;
    });
    if (json) return writeJson({ ...described, ...(out !== undefined && { out }) });
    console.error(
      `The token "${name}" ${allows(described)} until ${english.time(described.expiresAt)}. It is not shown again; donor token revoke ${name} ends it.`,
    );
  });
}

async function listTokens({ json, ...options }: PlaceOptions & JsonOption): Promise<void> {
  const { tokens } = tokensSchema.parse(await atPlace(options, (place) => place.getByToken('/v1/tokens')));
  if (json) return writeJson({ tokens });
  if (tokens.length === 0) return write('there is no token of a researcher\n');
  await writeColumns(
    [
      ['name', 'study', 'scope', 'ends'],
      ...tokens.map(({ name, study, scope, expiresAt, state }) => [
        ...[name, study ?? 'all studies', scope],
        `${english.time(expiresAt)}${state === 'expired' ? ', expired' : ''}`,
      ]),
    ],
    [],
  );
}

async function revokeToken(name: string, { json, ...options }: PlaceOptions & JsonOption): Promise<void> {
  await atPlace(options, (place) => place.delete(`/v1/tokens/${encodeURIComponent(name)}`));
  await (json ? writeJson({ revoked: name }) : write(`revoked ${name}\n`));
}

async function showAdministratorToken(options: PlaceOptions & { readonly out?: string }): Promise<void> {
  if (options.server !== undefined) throw new BadInput('--server: no server tells its administrator token');
  const token = await administratorToken(options);
  await (await openSecretOutput(options.out)).show(token.trim());
}

const allows = ({ study, scope }: Pick<Token, 'study' | 'scope'>): string =>
  `may ${scope === 'run' ? 'read and run' : 'read'} ${study === null ? 'every study' : study}`;
