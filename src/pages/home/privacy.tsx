import { say } from '../../language/say.ts';
import { Glossary } from '../parts/glossary.tsx';
import { Budget } from './budget.tsx';
import { Caps } from './caps.tsx';
import { Erase } from './erase.tsx';
import { Ledger } from './ledger.tsx';

export function Privacy() {
  return (
    <>
      <p class="lead">{say('home_privacy_lead')}</p>
      <Glossary />
      <Budget />
      <Caps />
      <Ledger />
      <Erase />
    </>
  );
}
