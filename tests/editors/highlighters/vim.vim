" What Vim makes of scripts: for each NAME.scn in the folder g:scripts a NAME.spans, with lines "LINE BYTE BYTE GROUP".
set fileformats=unix synmaxcol=0 redrawtime=100000
syntax on

function! s:Spans() abort
  let found = []
  for number in range(1, line('$'))
    let last = strlen(getline(number))
    let column = 1
    let name = ''
    let from = 1
    while column <= last + 1
      let next = column > last ? '' : synIDattr(synID(number, column, 1), 'name')
      if next !=# name
        if name !=# ''
          call add(found, number . ' ' . (from - 1) . ' ' . (column - 1) . ' ' . name)
        endif
        let name = next
        let from = column
      endif
      let column += 1
    endwhile
  endfor
  return found
endfunction

for s:path in glob(g:scripts . '/*.scn', 0, 1)
  execute 'edit' fnameescape(s:path)
  call writefile(&filetype ==# 'scn' ? s:Spans() : ['1 0 0 no-filetype'], fnamemodify(s:path, ':r') . '.spans')
  bwipeout!
endfor
