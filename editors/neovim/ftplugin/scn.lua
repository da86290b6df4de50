-- What `gcc` writes; the folder `vim` sets it, too, for those who have that on the path.
vim.bo.commentstring = "# %s"
