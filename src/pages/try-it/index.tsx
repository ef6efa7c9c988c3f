import { showPage } from '../parts/show-page.tsx';
import { TryIt } from './try-it.tsx';

showPage('try_it_title', <TryIt />);
