import { say } from '../../language/say.ts';
import { Budget } from './budget.tsx';
import { Caps } from './caps.tsx';
import { Erase } from './erase.tsx';
import { Ledger } from './ledger.tsx';

export function Privacy() {
  return (
    <>
      <p class="lead">{say('home_privacy_lead')}</p>
      <Budget />
      <Caps />
      <Ledger />
      <Erase />
    </>
  );
}
