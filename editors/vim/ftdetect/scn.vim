autocmd BufNewFile,BufRead *.scn setfiletype scn
