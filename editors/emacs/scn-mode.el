;;; scn-mode.el --- Scripts of test callers  -*- lexical-binding: t; -*-

;; Package-Requires: ((emacs "28.1"))

;;; Commentary:

;; A major mode for .scn files. It colors the first word of each line, and `$name';
;; `eglot' starts `scn lsp' for everything else.

;;; Code:

(defvar eglot-server-programs)

(defconst scn-mode-openings '("FIRST_MESSAGE" "WHEN" "THEN" "AFTER")
  "Keywords that open a block.")

(defconst scn-mode-font-lock-keywords
  `(("^[ \t]*#.*" . font-lock-comment-face)
    (,(concat "^[ \t]*\\(?:\\(@[^ \t\n]+\\)[ \t]+\\)?\\(" (regexp-opt scn-mode-openings) "\\)\\_>")
     (1 font-lock-variable-name-face nil t)
     (2 font-lock-keyword-face))
    ("^[ \t]*AFTER[ \t]+\\(@[^ \t\n]+\\)" 1 font-lock-variable-name-face)
    ("^[ \t]*\\(say\\|do\\|say/do\\)[ \t]*:" 1 font-lock-keyword-face)
    ("^[ \t]*\\(end[ \t]+call\\|wait\\)[ \t]*$" 1 font-lock-keyword-face)
    ("^[ \t]*\\(given\\|caller\\|mock\\|mock_error\\|let\\)[ \t]+\\([^ \t\n=]+\\)[ \t]*="
     (1 font-lock-keyword-face)
     (2 font-lock-variable-name-face))
    ("\\$\\$\\|\\(\\$\\(?:[A-Za-z_][A-Za-z0-9_]*\\|{[A-Za-z_][A-Za-z0-9_]*}\\)\\)" 1 font-lock-variable-name-face nil t)
    ("^[ \t]*\\([a-z_]+\\(?:\\.[a-z_]+\\)?\\)\\(?:[ \t]+raw\\)?[ \t]*:" 1 font-lock-property-face))
  "Faces for the first word of a line and for `$name'; all else is text.")

(unless (facep 'font-lock-property-face)
  (defface font-lock-property-face '((t :inherit font-lock-type-face))
    "Face for properties, for Emacs versions without one."
    :group 'font-lock-faces))
(defvar font-lock-property-face 'font-lock-property-face)

;;;###autoload
(define-derived-mode scn-mode prog-mode "scn"
  "Major mode for scripts of test callers."
  (setq-local comment-start "# "
              comment-end ""
              comment-start-skip "^[ \t]*#+[ \t]*"
              indent-tabs-mode nil
              tab-width 2
              ;; Quotes and number signs in spoken text aren't syntax.
              font-lock-defaults '(scn-mode-font-lock-keywords t)))

;;;###autoload
(define-derived-mode scn-config-mode conf-toml-mode "scn.toml"
  "Major mode for scn.toml: that of TOML, with the server of scn.")

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.scn\\'" . scn-mode))
;;;###autoload
(add-to-list 'auto-mode-alist '("/scn\\.toml\\'" . scn-config-mode))

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '((scn-mode scn-config-mode) . ("scn" "lsp"))))

(provide 'scn-mode)

;;; scn-mode.el ends here
