-- For `gcc`. The folder `vim` also sets it, for those who use that folder.
vim.bo.commentstring = "# %s"
