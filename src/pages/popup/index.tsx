import { showPage } from '../parts/show-page.tsx';
import { Popup } from './popup.tsx';

showPage('popup_title', <Popup />);
