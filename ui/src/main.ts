import { mount } from 'svelte';
import App from './App.svelte';
import './design/index.css';
import { useLocale } from './format/locale';
import type { Commands } from './host/commands';
import { tauriHost } from './host/tauri';

const root = document.getElementById('app');
if (!root) throw new Error('the page has no place for the application');
document.documentElement.lang = 'en';
useLocale(navigator.languages);
mount(App, { target: root, props: { host: tauriHost<Commands>() } });
