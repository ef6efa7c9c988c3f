import { render } from 'preact';
import { TryIt } from './try-it.tsx';

render(<TryIt />, document.body);
