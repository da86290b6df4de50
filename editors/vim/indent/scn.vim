" Indentation, as `scn fmt` does it: actions are indented below the opening of their block, continuation lines below both.

if exists("b:did_indent")
  finish
endif
let b:did_indent = 1

setlocal indentexpr=ScnIndent(v:lnum)
setlocal indentkeys=o,O,0\|,:,=call,=wait,=WHEN,=THEN,=AFTER,=FIRST_MESSAGE
setlocal nosmartindent

let b:undo_indent = "setlocal indentexpr< indentkeys< smartindent<"

if exists("*ScnIndent")
  finish
endif

let s:action = '^\s*\%(\%(say\%(\/do\)\=\|do\)\%(\s\+raw\)\=\s*:\|end\s\+call\>\|wait\>\)'
let s:below = '^\s*\%('
  \ . 'call_id\|by\|info\|compare\|title\|slug\|use\|kind\|settings\|on_start\|on_completed\|on_failed'
  \ . '\|on_delayed\|takes_at_least\|delayed_after\|async\|model\|temperature\|reasoning\|verbosity'
  \ . '\|execution\|response\|order\|ask\|answer\|follow_up\|about\|group\|priority\|enabled\|only_if'
  \ . '\|run\|weights'
  \ . '\)\%(\s\+raw\)\=\s*:'
let s:opening = '^\s*\%(@\S*\s\+\)\=\%(FIRST_MESSAGE\|WHEN\|THEN\|AFTER\)\>'

function! ScnIndent(number) abort
  let line = getline(a:number)
  if line =~# s:action || line =~# s:below
    return shiftwidth()
  endif
  if line =~# '^\s*|'
    return s:Indented(s:Above(a:number, '^\s*\%([|#]\|$\)')) + shiftwidth()
  endif
  if line =~# '^\s*\%(#\|$\)'
    let above = s:Above(a:number, '^\s*$')
    return above == 0 || a:number - above > 1 ? 0 : max([s:Indented(above), getline(above) =~# s:opening ? shiftwidth() : 0])
  endif
  return 0
endfunction

" The nearest line above that does not match `passed`; 0 without one.
function! s:Above(number, passed) abort
  let above = a:number - 1
  while above > 0 && getline(above) =~# a:passed
    let above -= 1
  endwhile
  return above
endfunction

function! s:Indented(number) abort
  return a:number > 0 ? indent(a:number) : 0
endfunction
