" Vim syntax file of scn. Written by editors/highlighting/generate.py.

if exists("b:current_syntax")
  finish
endif

syntax iskeyword @,48-57,_,192-255
syntax sync match scnSync grouphere NONE ;^[ \t\u00a0\r]*\%(||\=\%(|\)\@!\|FIRST_MESSAGE\k\@!\|WHEN\k\@!\|THEN\k\@!\|AFTER\k\@!\|test[ \t\u00a0]*:\|hear[ \t\u00a0]*:\|hear[ \t\u00a0]\+raw[ \t\u00a0]*:\|cut[ \t\u00a0]\+off[ \t\u00a0]*:\|cut[ \t\u00a0]\+off[ \t\u00a0]\+raw[ \t\u00a0]*:\|as[ \t\u00a0]*:\|plays[ \t\u00a0]*:\|silent\|quiet\|say[ \t\u00a0]*:\|say[ \t\u00a0]\+raw[ \t\u00a0]*:\|do[ \t\u00a0]*:\|do[ \t\u00a0]\+raw[ \t\u00a0]*:\|say/do[ \t\u00a0]*:\|say/do[ \t\u00a0]\+raw[ \t\u00a0]*:\|end[ \t\u00a0]\+call\%(\k\@!\)\@=\|wait\%(\k\@!\%([ \t\u00a0\r]*:\)\@!\)\@=\|\%(follow_up\|enabled\|only_if\|weights\|answer\|about\|group\|title\|kind\|slug\|ask\|run\)[ \t\u00a0]*:\|priority[ \t\u00a0]*:\|\%(follow_up\|priority\|enabled\|only_if\|weights\|answer\|about\|group\|title\|kind\|slug\|ask\|run\)[ \t\u00a0]\+raw[ \t\u00a0]*:\|scenario[ \t\u00a0]*:\|fragment[ \t\u00a0]*:\|scenario[ \t\u00a0]\+raw[ \t\u00a0]*:\|fragment[ \t\u00a0]\+raw[ \t\u00a0]*:\|scn[ \t\u00a0]\+[0-9]\+\%([ \t\u00a0\r]*$\)\@=\|\%(takes_at_least\|delayed_after\|instructions\|integrations\|on_completed\|caller_tool\|expect_call\|guide_video\|on_delayed\|assistant\|direction\|execution\|follow_up\|on_failed\|reasoning\|verbosity\|category\|channels\|language\|on_start\|question\|response\|scenario\|actions\|call_id\|compare\|enabled\|history\|only_if\|outcome\|purpose\|summary\|unknown\|weights\|active\|answer\|expect\|folder\|medium\|reason\|target\|about\|async\|empty\|group\|guide\|knows\|model\|notes\|setup\|suite\|title\|tools\|topic\|video\|info\|kind\|role\|slug\|tags\|ask\|faq\|key\|run\|use\|by\)[ \t\u00a0]*:\|\%(trade_service\|max_duration\|personality\|setup_time\|priority\|metrics\|profile\|project\|agent\|order\|phone\)[ \t\u00a0]*:\|\%(temperature\|settings\)[ \t\u00a0]*:\|\%(import\|script\|rows\)[ \t\u00a0]*:\|fragment[ \t\u00a0]*:\|insert[ \t\u00a0]*:\|examples[ \t\u00a0]*:\|row[ \t\u00a0]*:\|\%(takes_at_least\|delayed_after\|trade_service\|instructions\|integrations\|max_duration\|on_completed\|caller_tool\|expect_call\|guide_video\|personality\|temperature\|on_delayed\|setup_time\|assistant\|direction\|execution\|follow_up\|on_failed\|reasoning\|verbosity\|category\|channels\|language\|on_start\|priority\|question\|response\|scenario\|settings\|actions\|call_id\|compare\|enabled\|history\|metrics\|only_if\|outcome\|profile\|project\|purpose\|summary\|unknown\|weights\|active\|answer\|expect\|folder\|medium\|reason\|target\|about\|agent\|async\|empty\|group\|guide\|knows\|model\|notes\|order\|phone\|setup\|suite\|title\|tools\|topic\|video\|info\|kind\|role\|slug\|tags\|ask\|faq\|key\|run\|use\|by\)[ \t\u00a0]\+raw[ \t\u00a0]*:\|\%(examples\|fragment\|import\|insert\|script\|rows\|row\)[ \t\u00a0]\+raw[ \t\u00a0]*:\|\%(given\|caller\|mock_error\|mock\|let\)[ \t\u00a0]\+\%("\%(\%([^"\\\u0000-\u001f]\|\\\%(["\\/bfnrt]\|u[0-9a-fA-F]\{4}\)\)\)*"\|[^\t-\r\u001c- \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000=":]\+\)[ \t\u00a0]*=\|[a-z][a-z0-9]*\.[A-Za-z0-9_$.\-]\+[ \t\u00a0]*:\|@\%([a-z][a-z0-9_\-]*\%(\.[a-z][a-z0-9_\-]*\)*\|[0-9]\{1,18}\)\%([A-Za-z0-9_\-]\)\@![ \t\u00a0\r]\+FIRST_MESSAGE\k\@!\|@\%([a-z][a-z0-9_\-]*\%(\.[a-z][a-z0-9_\-]*\)*\|[0-9]\{1,18}\)\%([A-Za-z0-9_\-]\)\@![ \t\u00a0\r]\+WHEN\k\@!\|@\%([a-z][a-z0-9_\-]*\%(\.[a-z][a-z0-9_\-]*\)*\|[0-9]\{1,18}\)\%([A-Za-z0-9_\-]\)\@![ \t\u00a0\r]\+THEN\k\@!\|@\%([a-z][a-z0-9_\-]*\%(\.[a-z][a-z0-9_\-]*\)*\|[0-9]\{1,18}\)\%([A-Za-z0-9_\-]\)\@![ \t\u00a0\r]\+AFTER\k\@!\|@\%([a-z][a-z0-9_\-]*\%(\.[a-z][a-z0-9_\-]*\)*\|[0-9]\{1,18}\)\%([A-Za-z0-9_\-]\)\@![ \t\u00a0\r]\+test[ \t\u00a0]*:\|@[^ \t\u00a0\r\n]*[ \t\u00a0\r]\+FIRST_MESSAGE\k\@!\|@[^ \t\u00a0\r\n]*[ \t\u00a0\r]\+WHEN\k\@!\|@[^ \t\u00a0\r\n]*[ \t\u00a0\r]\+THEN\k\@!\|@[^ \t\u00a0\r\n]*[ \t\u00a0\r]\+AFTER\k\@!\|@[^ \t\u00a0\r\n]*[ \t\u00a0\r]\+test[ \t\u00a0]*:\);

syntax cluster scn_nothing contains=scnComment_line,scnOperator_bar,scnNone_nothing_0
syntax match scnNone_nothing_0 ;[^\n]\+; contained
syntax cluster scn_words contains=scnComment_line,scnOperator_bar,scnNone_words_2,scnPlaceholder_words_1,scnEscape_words_0
syntax match scnNone_words_2 ;[^\n$]\+; contained
syntax match scnPlaceholder_words_1 ;\$\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\); contained
syntax match scnEscape_words_0 ;\$\$; contained
syntax cluster scn_speech contains=scnComment_line,scnOperator_bar,scnTemplate_speech_5,scnMarker_speech_4,scnNone_speech_3_1,scnNone_speech_2,scnPlaceholder_speech_1,scnEscape_speech_0
syntax match scnTemplate_speech_5 ;{{[ \t\u00a0\r]*\%(test_profile\|function\)\%([ \t\u00a0\r]*}}\|[.[][^{}\n]*}}\); contained
syntax match scnMarker_speech_4 ;\[\%(laughter\|sigh\)\]; contained
syntax match scnNone_speech_3_1 ;</\=\%(\%(ignore_interruptions\|network_simulation\|background_noise\|client_message\|interruption\|voicemail\|function\|send_sms\|endcall\|silence\|volume\|audio\|break\|noise\|speed\|spell\|voice\|dtmf\|hold\|ivr\)\%(\%([A-Za-z0-9_\-]\)\@!\)\@=\)\@=; contained nextgroup=scnNone_speech_3_in
syntax region scnNone_speech_3_in matchgroup=scnTag start=;\%(ignore_interruptions\|network_simulation\|background_noise\|client_message\|interruption\|voicemail\|function\|send_sms\|endcall\|silence\|volume\|audio\|break\|noise\|speed\|spell\|voice\|dtmf\|hold\|ivr\)\%(\%([A-Za-z0-9_\-]\)\@!\)\@=; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; matchgroup=scnNone end=;/\=>; matchgroup=scnNone end=;\%([^ \t\u00a0\r\nA-Za-z_"'|#]\)\@=; contained contains=@scn_tag
syntax match scnNone_speech_2 ;[^<[{\n$]\+; contained
syntax match scnPlaceholder_speech_1 ;\$\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\); contained
syntax match scnEscape_speech_0 ;\$\$; contained
syntax cluster scn_tag contains=scnComment_line,scnOperator_bar,scnNone_tag_6,scnValue_tag_5_in,scnValue_tag_4_in,scnNone_tag_3,scnNone_tag_2,scnNone_tag_1
syntax match scnNone_tag_6 ;[A-Za-z_][A-Za-z0-9_\-]*; contained
syntax region scnValue_tag_5_in matchgroup=scnValue start=;'; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; matchgroup=scnValue end=;'; contained contains=@scn_single_quoted
syntax region scnValue_tag_4_in matchgroup=scnValue start=;"; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; matchgroup=scnValue end=;"; contained contains=@scn_double_quoted
syntax match scnNone_tag_3 ;[A-Za-z_][A-Za-z0-9_\-]*[ \t\u00a0\r]*=[ \t\u00a0\r]*\%([\u201c\u201d\u201e\u201f][^\u201c\u201d\u201e\u201f<>\n]*[\u201c\u201d\u201e\u201f]\|[^\t-\r\u001c- \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"'<>/]\+\); contained contains=scnAttribute_tag_3_1
syntax match scnAttribute_tag_3_1 ;[A-Za-z_][A-Za-z0-9_\-]*\%([ \t\u00a0\r]*=[ \t\u00a0\r]*\%([\u201c\u201d\u201e\u201f][^\u201c\u201d\u201e\u201f<>\n]*[\u201c\u201d\u201e\u201f]\|[^\t-\r\u001c- \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"'<>/]\+\)\)\@=; contained nextgroup=scnNone_tag_3_2
syntax match scnNone_tag_3_2 ;[ \t\u00a0\r]*=[ \t\u00a0\r]*\%(\%([\u201c\u201d\u201e\u201f][^\u201c\u201d\u201e\u201f<>\n]*[\u201c\u201d\u201e\u201f]\|[^\t-\r\u001c- \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"'<>/]\+\)\)\@=; contained nextgroup=scnValue_tag_3_3
syntax match scnValue_tag_3_3 ;\%([\u201c\u201d\u201e\u201f][^\u201c\u201d\u201e\u201f<>\n]*[\u201c\u201d\u201e\u201f]\|[^\t-\r\u001c- \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"'<>/]\+\); contained
syntax match scnNone_tag_2 ;[A-Za-z_][A-Za-z0-9_\-]*[ \t\u00a0\r]*=[ \t\u00a0\r]*\$\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\%(\%([\t-\r\u001c- \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"'<>/]\|$\)\)\@=; contained contains=scnAttribute_tag_2_1
syntax match scnAttribute_tag_2_1 ;[A-Za-z_][A-Za-z0-9_\-]*\%([ \t\u00a0\r]*=[ \t\u00a0\r]*\$\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\%(\%([\t-\r\u001c- \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"'<>/]\|$\)\)\@=\)\@=; contained nextgroup=scnNone_tag_2_2
syntax match scnNone_tag_2_2 ;[ \t\u00a0\r]*=[ \t\u00a0\r]*\%(\$\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\%(\%([\t-\r\u001c- \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"'<>/]\|$\)\)\@=\)\@=; contained nextgroup=scnPlaceholder_tag_2_3
syntax match scnPlaceholder_tag_2_3 ;\$\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\%(\%(\%([\t-\r\u001c- \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"'<>/]\|$\)\)\@=\)\@=; contained
syntax match scnNone_tag_1 ;[A-Za-z_][A-Za-z0-9_\-]*[ \t\u00a0\r]*=[ \t\u00a0\r]*\%(["']\)\@=; contained contains=scnAttribute_tag_1_1
syntax match scnAttribute_tag_1_1 ;[A-Za-z_][A-Za-z0-9_\-]*\%([ \t\u00a0\r]*=[ \t\u00a0\r]*\%(["']\)\@=\)\@=; contained nextgroup=scnNone_tag_1_2
syntax match scnNone_tag_1_2 ;[ \t\u00a0\r]*=[ \t\u00a0\r]*\%(\%(["']\)\@=\)\@=; contained
syntax cluster scn_double_quoted contains=scnComment_line,scnOperator_bar,scnPlaceholder_double_quoted_2,scnEscape_double_quoted_1
syntax match scnPlaceholder_double_quoted_2 ;\$\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\); contained
syntax match scnEscape_double_quoted_1 ;\$\$; contained
syntax cluster scn_single_quoted contains=scnComment_line,scnOperator_bar,scnPlaceholder_single_quoted_2,scnEscape_single_quoted_1
syntax match scnPlaceholder_single_quoted_2 ;\$\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\); contained
syntax match scnEscape_single_quoted_1 ;\$\$; contained
syntax cluster scn_trigger contains=scnComment_line,scnOperator_bar,scnNone_trigger_2_in,scnNone_trigger_1_in,scnKeyword_trigger_0_1
syntax region scnNone_trigger_2_in start=;[^ \t\u00a0\r\n]; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_words
syntax region scnNone_trigger_1_in start=;\%((\|contains\%(\%([ \t\u00a0\r\n"()]\|$\)\)\@=\); matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_expression
syntax match scnKeyword_trigger_0_1 ;raw\%([ \t\u00a0]*:\)\@=; contained nextgroup=scnNone_trigger_0_in
syntax region scnNone_trigger_0_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_string
syntax cluster scn_expression contains=scnComment_line,scnOperator_bar,scnNone_expression_6,scnOperator_expression_5,scnOperator_expression_4,scnKeyword_expression_3,scnKeyword_expression_2,scnKeyword_expression_1,scnString_expression_0_in
syntax match scnNone_expression_6 ;[^ \t\u00a0\r\n"()]\+; contained
syntax match scnOperator_expression_5 ;); contained
syntax match scnOperator_expression_4 ;(; contained
syntax match scnKeyword_expression_3 ;AND\k\@!\%(\%([ \t\u00a0\r\n"()]\|$\)\)\@=; contained
syntax match scnKeyword_expression_2 ;OR\k\@!\%(\%([ \t\u00a0\r\n"()]\|$\)\)\@=; contained
syntax match scnKeyword_expression_1 ;contains\%(\%([ \t\u00a0\r\n"()]\|$\)\)\@=; contained
syntax region scnString_expression_0_in matchgroup=scnString start=;"; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; matchgroup=scnString end=;"; matchgroup=NONE end=;$; contained contains=@scn_expression_string
syntax cluster scn_expression_string contains=scnComment_line,scnOperator_bar,scnPlaceholder_expression_string_2,scnEscape_expression_string_1,scnEscape_expression_string_0
syntax match scnPlaceholder_expression_string_2 ;\$\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\); contained
syntax match scnEscape_expression_string_1 ;\$\$; contained
syntax match scnEscape_expression_string_0 ;\\["\\]; contained
syntax cluster scn_reference contains=scnComment_line,scnOperator_bar,scnNone_reference_1_in,scnNone_reference_0_in
syntax region scnNone_reference_1_in start=;[^ \t\u00a0\r\n]; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_nothing
syntax region scnNone_reference_0_in matchgroup=scnReference start=;@\%([a-z][a-z0-9_\-]*\%(\.[a-z][a-z0-9_\-]*\)*\|[0-9]\{1,18}\)\%([A-Za-z0-9_\-]\)\@!; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_nothing
syntax cluster scn_string contains=scnComment_line,scnOperator_bar,scnNone_string_5,scnNone_string_4,scnNone_string_3,scnConstant_string_2,scnNumber_string_1,scnString_string_0_in
syntax match scnNone_string_5 ;\%(\%([^ \t\u00a0\r\n"{}[\],:$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)\+; contained
syntax match scnNone_string_4 ;\$\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\%(\%([^ \t\u00a0\r\n"{}[\],:$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*; contained contains=scnPlaceholder_string_4_1
syntax match scnPlaceholder_string_4_1 ;\$\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\%(\%(\%([^ \t\u00a0\r\n"{}[\],:$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*\)\@=; contained nextgroup=scnNone_string_4_2
syntax match scnNone_string_4_2 ;\%(\%([^ \t\u00a0\r\n"{}[\],:$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*; contained
syntax match scnNone_string_3 ;\$\$\%(\%([^ \t\u00a0\r\n"{}[\],:$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*; contained contains=scnEscape_string_3_1
syntax match scnEscape_string_3_1 ;\$\$\%(\%(\%([^ \t\u00a0\r\n"{}[\],:$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*\)\@=; contained nextgroup=scnNone_string_3_2
syntax match scnNone_string_3_2 ;\%(\%([^ \t\u00a0\r\n"{}[\],:$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*; contained
syntax match scnConstant_string_2 ;\%(true\|false\|null\)\%(\%([ \t\u00a0\r\n"{}[\],:]\|$\)\)\@=; contained
syntax match scnNumber_string_1 ;-\=\%(0\|[1-9][0-9]*\)\%(\.[0-9]\+\)\=\%([eE][\-+]\=[0-9]\+\)\=\%(\%([ \t\u00a0\r\n"{}[\],:]\|$\)\)\@=; contained
syntax region scnString_string_0_in matchgroup=scnString start=;"; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; matchgroup=scnString end=;"; matchgroup=NONE end=;$; contained contains=@scn_string_string
syntax cluster scn_string_string contains=scnComment_line,scnOperator_bar,scnPlaceholder_string_string_2,scnEscape_string_string_1,scnEscape_string_string_0
syntax match scnPlaceholder_string_string_2 ;\$\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\); contained
syntax match scnEscape_string_string_1 ;\$\$; contained
syntax match scnEscape_string_string_0 ;\\\%(["\\/bfnrt]\|u[0-9a-fA-F]\{4}\); contained
syntax cluster scn_json contains=scnComment_line,scnOperator_bar,scnNone_json_5,scnNone_json_4,scnNone_json_3,scnConstant_json_2,scnNumber_json_1,scnString_json_0_in
syntax match scnNone_json_5 ;\%(\%([^ \t\u00a0\r\n"{}[\],:$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)\+; contained
syntax match scnNone_json_4 ;\$\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\%(\%([^ \t\u00a0\r\n"{}[\],:$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*; contained contains=scnPlaceholder_json_4_1
syntax match scnPlaceholder_json_4_1 ;\$\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\%(\%(\%([^ \t\u00a0\r\n"{}[\],:$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*\)\@=; contained nextgroup=scnNone_json_4_2
syntax match scnNone_json_4_2 ;\%(\%([^ \t\u00a0\r\n"{}[\],:$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*; contained
syntax match scnNone_json_3 ;\$\$\%(\%([^ \t\u00a0\r\n"{}[\],:$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*; contained contains=scnEscape_json_3_1
syntax match scnEscape_json_3_1 ;\$\$\%(\%(\%([^ \t\u00a0\r\n"{}[\],:$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*\)\@=; contained nextgroup=scnNone_json_3_2
syntax match scnNone_json_3_2 ;\%(\%([^ \t\u00a0\r\n"{}[\],:$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*; contained
syntax match scnConstant_json_2 ;\%(true\|false\|null\)\%(\%([ \t\u00a0\r\n"{}[\],:]\|$\)\)\@=; contained
syntax match scnNumber_json_1 ;-\=\%(0\|[1-9][0-9]*\)\%(\.[0-9]\+\)\=\%([eE][\-+]\=[0-9]\+\)\=\%(\%([ \t\u00a0\r\n"{}[\],:]\|$\)\)\@=; contained
syntax region scnString_json_0_in matchgroup=scnString start=;"; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; matchgroup=scnString end=;"; contained contains=@scn_json_string
syntax cluster scn_json_string contains=scnComment_line,scnOperator_bar,scnPlaceholder_json_string_2,scnEscape_json_string_1,scnEscape_json_string_0
syntax match scnPlaceholder_json_string_2 ;\$\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\); contained
syntax match scnEscape_json_string_1 ;\$\$; contained
syntax match scnEscape_json_string_0 ;\\\%(["\\/bfnrt]\|u[0-9a-fA-F]\{4}\); contained
syntax cluster scn_literal contains=scnComment_line,scnOperator_bar,scnNone_literal_3,scnConstant_literal_2,scnNumber_literal_1,scnString_literal_0_in
syntax match scnNone_literal_3 ;[^ \t\u00a0\r\n"{}[\],:]\+; contained
syntax match scnConstant_literal_2 ;\%(true\|false\|null\)\%(\%([ \t\u00a0\r\n"{}[\],:]\|$\)\)\@=; contained
syntax match scnNumber_literal_1 ;-\=\%(0\|[1-9][0-9]*\)\%(\.[0-9]\+\)\=\%([eE][\-+]\=[0-9]\+\)\=\%(\%([ \t\u00a0\r\n"{}[\],:]\|$\)\)\@=; contained
syntax region scnString_literal_0_in matchgroup=scnString start=;"; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; matchgroup=scnString end=;"; contained contains=@scn_literal_string
syntax cluster scn_literal_string contains=scnComment_line,scnOperator_bar,scnEscape_literal_string_0
syntax match scnEscape_literal_string_0 ;\\\%(["\\/bfnrt]\|u[0-9a-fA-F]\{4}\); contained
syntax cluster scn_variable contains=scnComment_line,scnOperator_bar,scnNone_variable_1_in,scnNone_variable_0_in
syntax region scnNone_variable_1_in start=;[^ \t\u00a0\r\n]; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_words
syntax region scnNone_variable_0_in start=;\%(["[{]\|\%(-\=\%(0\|[1-9][0-9]*\)\%(\.[0-9]\+\)\=\%([eE][\-+]\=[0-9]\+\)\=\|true\|false\|null\)[ \t\u00a0\r]*$\); matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_json
syntax cluster scn_entries contains=scnComment_line,scnOperator_bar,scnNone_entries_4,scnNone_entries_3,scnNone_entries_2,scnNumber_entries_1,scnNone_entries_0
syntax match scnNone_entries_4 ;\%(\%([^,\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)\+; contained
syntax match scnNone_entries_3 ;\$\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\%(\%([^,\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*; contained contains=scnPlaceholder_entries_3_1
syntax match scnPlaceholder_entries_3_1 ;\$\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\%(\%(\%([^,\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*\)\@=; contained nextgroup=scnNone_entries_3_2
syntax match scnNone_entries_3_2 ;\%(\%([^,\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*; contained
syntax match scnNone_entries_2 ;\$\$\%(\%([^,\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*; contained contains=scnEscape_entries_2_1
syntax match scnEscape_entries_2_1 ;\$\$\%(\%(\%([^,\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*\)\@=; contained nextgroup=scnNone_entries_2_2
syntax match scnNone_entries_2_2 ;\%(\%([^,\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*; contained
syntax match scnNumber_entries_1 ;-\=[0-9]\+[smh]\=\%([ \t\u00a0\r]*\%(,\|$\)\)\@=; contained
syntax match scnNone_entries_0 ;[ \t\u00a0\r]\+; contained
syntax cluster scn_signature contains=scnComment_line,scnOperator_bar,scnNone_signature_1_in,scnNone_signature_0_in
syntax region scnNone_signature_1_in start=;[^ \t\u00a0\r\n]; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_nothing
syntax region scnNone_signature_0_in matchgroup=scnFragment start=;[A-Za-z_][A-Za-z0-9_\-]*; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_parameters
syntax cluster scn_call contains=scnComment_line,scnOperator_bar,scnNone_call_1_in,scnNone_call_0_in
syntax region scnNone_call_1_in start=;[^ \t\u00a0\r\n]; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_nothing
syntax region scnNone_call_0_in matchgroup=scnFragment start=;[A-Za-z_][A-Za-z0-9_\-]*; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_arguments
syntax cluster scn_parameters contains=scnComment_line,scnOperator_bar,scnNone_parameters_10,scnOperator_parameters_9,scnNone_parameters_8,scnNone_parameters_7,scnNumber_parameters_6,scnParameter_parameters_5,scnNone_parameters_4,scnNone_parameters_3,scnNone_parameters_2,scnNone_parameters_1,scnString_parameters_0_in
syntax match scnNone_parameters_10 ;\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)\+; contained
syntax match scnOperator_parameters_9 ;[(),]; contained
syntax match scnNone_parameters_8 ;\$\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*; contained contains=scnPlaceholder_parameters_8_1
syntax match scnPlaceholder_parameters_8_1 ;\$\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\%(\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*\)\@=; contained nextgroup=scnNone_parameters_8_2
syntax match scnNone_parameters_8_2 ;\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*; contained
syntax match scnNone_parameters_7 ;\$\$\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*; contained contains=scnEscape_parameters_7_1
syntax match scnEscape_parameters_7_1 ;\$\$\%(\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*\)\@=; contained nextgroup=scnNone_parameters_7_2
syntax match scnNone_parameters_7_2 ;\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*; contained
syntax match scnNumber_parameters_6 ;-\=\%(0\|[1-9][0-9]*\)\%(\.[0-9]\+\)\=\%([eE][\-+]\=[0-9]\+\)\=\%([ \t\u00a0\r]*[,)]\)\@=; contained
syntax match scnParameter_parameters_5 ;[A-Za-z_][A-Za-z0-9_]*\%([ \t\u00a0\r]*[,)]\)\@=; contained
syntax match scnNone_parameters_4 ;[A-Za-z_][A-Za-z0-9_]*[ \t\u00a0\r]*=[ \t\u00a0\r]*\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*; contained contains=scnParameter_parameters_4_1
syntax match scnParameter_parameters_4_1 ;[A-Za-z_][A-Za-z0-9_]*\%([ \t\u00a0\r]*=[ \t\u00a0\r]*\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*\)\@=; contained nextgroup=scnNone_parameters_4_2
syntax match scnNone_parameters_4_2 ;[ \t\u00a0\r]*\%(=[ \t\u00a0\r]*\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*\)\@=; contained nextgroup=scnOperator_parameters_4_3
syntax match scnOperator_parameters_4_3 ;=\%([ \t\u00a0\r]*\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*\)\@=; contained nextgroup=scnNone_parameters_4_4
syntax match scnNone_parameters_4_4 ;[ \t\u00a0\r]*\%(\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*\)\@=; contained nextgroup=scnNone_parameters_4_5
syntax match scnNone_parameters_4_5 ;\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*; contained
syntax match scnNone_parameters_3 ;[A-Za-z_][A-Za-z0-9_]*[ \t\u00a0\r]*=[ \t\u00a0\r]*-\=\%(0\|[1-9][0-9]*\)\%(\.[0-9]\+\)\=\%([eE][\-+]\=[0-9]\+\)\=\%([ \t\u00a0\r]*[,)]\)\@=; contained contains=scnParameter_parameters_3_1
syntax match scnParameter_parameters_3_1 ;[A-Za-z_][A-Za-z0-9_]*\%([ \t\u00a0\r]*=[ \t\u00a0\r]*-\=\%(0\|[1-9][0-9]*\)\%(\.[0-9]\+\)\=\%([eE][\-+]\=[0-9]\+\)\=\%([ \t\u00a0\r]*[,)]\)\@=\)\@=; contained nextgroup=scnNone_parameters_3_2
syntax match scnNone_parameters_3_2 ;[ \t\u00a0\r]*\%(=[ \t\u00a0\r]*-\=\%(0\|[1-9][0-9]*\)\%(\.[0-9]\+\)\=\%([eE][\-+]\=[0-9]\+\)\=\%([ \t\u00a0\r]*[,)]\)\@=\)\@=; contained nextgroup=scnOperator_parameters_3_3
syntax match scnOperator_parameters_3_3 ;=\%([ \t\u00a0\r]*-\=\%(0\|[1-9][0-9]*\)\%(\.[0-9]\+\)\=\%([eE][\-+]\=[0-9]\+\)\=\%([ \t\u00a0\r]*[,)]\)\@=\)\@=; contained nextgroup=scnNone_parameters_3_4
syntax match scnNone_parameters_3_4 ;[ \t\u00a0\r]*\%(-\=\%(0\|[1-9][0-9]*\)\%(\.[0-9]\+\)\=\%([eE][\-+]\=[0-9]\+\)\=\%([ \t\u00a0\r]*[,)]\)\@=\)\@=; contained nextgroup=scnNumber_parameters_3_5
syntax match scnNumber_parameters_3_5 ;-\=\%(0\|[1-9][0-9]*\)\%(\.[0-9]\+\)\=\%([eE][\-+]\=[0-9]\+\)\=\%(\%([ \t\u00a0\r]*[,)]\)\@=\)\@=; contained
syntax match scnNone_parameters_2 ;as[ \t\u00a0\r]\+@\=[a-z][a-z0-9_\-]*\%([ \t\u00a0\r]*$\)\@=; contained contains=scnKeyword_parameters_2_1
syntax match scnKeyword_parameters_2_1 ;as\%([ \t\u00a0\r]\+@\=[a-z][a-z0-9_\-]*\%([ \t\u00a0\r]*$\)\@=\)\@=; contained nextgroup=scnNone_parameters_2_2
syntax match scnNone_parameters_2_2 ;[ \t\u00a0\r]\+\%(@\=[a-z][a-z0-9_\-]*\%([ \t\u00a0\r]*$\)\@=\)\@=; contained nextgroup=scnReference_parameters_2_3
syntax match scnReference_parameters_2_3 ;@\=[a-z][a-z0-9_\-]*\%(\%([ \t\u00a0\r]*$\)\@=\)\@=; contained
syntax match scnNone_parameters_1 ;[ \t\u00a0\r]\+; contained
syntax region scnString_parameters_0_in matchgroup=scnString start=;"; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; matchgroup=scnString end=;"; matchgroup=NONE end=;$; contained contains=@scn_argument_string
syntax cluster scn_arguments contains=scnComment_line,scnOperator_bar,scnNone_arguments_9,scnOperator_arguments_8,scnNone_arguments_7,scnNone_arguments_6,scnNumber_arguments_5,scnNone_arguments_4,scnNone_arguments_3,scnNone_arguments_2,scnNone_arguments_1,scnString_arguments_0_in
syntax match scnNone_arguments_9 ;\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)\+; contained
syntax match scnOperator_arguments_8 ;[(),]; contained
syntax match scnNone_arguments_7 ;\$\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*; contained contains=scnPlaceholder_arguments_7_1
syntax match scnPlaceholder_arguments_7_1 ;\$\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\%(\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*\)\@=; contained nextgroup=scnNone_arguments_7_2
syntax match scnNone_arguments_7_2 ;\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*; contained
syntax match scnNone_arguments_6 ;\$\$\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*; contained contains=scnEscape_arguments_6_1
syntax match scnEscape_arguments_6_1 ;\$\$\%(\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*\)\@=; contained nextgroup=scnNone_arguments_6_2
syntax match scnNone_arguments_6_2 ;\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*; contained
syntax match scnNumber_arguments_5 ;-\=\%(0\|[1-9][0-9]*\)\%(\.[0-9]\+\)\=\%([eE][\-+]\=[0-9]\+\)\=\%([ \t\u00a0\r]*[,)]\)\@=; contained
syntax match scnNone_arguments_4 ;[A-Za-z_][A-Za-z0-9_]*[ \t\u00a0\r]*=[ \t\u00a0\r]*\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*; contained contains=scnParameter_arguments_4_1
syntax match scnParameter_arguments_4_1 ;[A-Za-z_][A-Za-z0-9_]*\%([ \t\u00a0\r]*=[ \t\u00a0\r]*\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*\)\@=; contained nextgroup=scnNone_arguments_4_2
syntax match scnNone_arguments_4_2 ;[ \t\u00a0\r]*\%(=[ \t\u00a0\r]*\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*\)\@=; contained nextgroup=scnOperator_arguments_4_3
syntax match scnOperator_arguments_4_3 ;=\%([ \t\u00a0\r]*\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*\)\@=; contained nextgroup=scnNone_arguments_4_4
syntax match scnNone_arguments_4_4 ;[ \t\u00a0\r]*\%(\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*\)\@=; contained nextgroup=scnNone_arguments_4_5
syntax match scnNone_arguments_4_5 ;\%(\%([^",()\n$]\|\$\%(\%(\$\|\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\)\)\)\@!\)\)*; contained
syntax match scnNone_arguments_3 ;[A-Za-z_][A-Za-z0-9_]*[ \t\u00a0\r]*=[ \t\u00a0\r]*-\=\%(0\|[1-9][0-9]*\)\%(\.[0-9]\+\)\=\%([eE][\-+]\=[0-9]\+\)\=\%([ \t\u00a0\r]*[,)]\)\@=; contained contains=scnParameter_arguments_3_1
syntax match scnParameter_arguments_3_1 ;[A-Za-z_][A-Za-z0-9_]*\%([ \t\u00a0\r]*=[ \t\u00a0\r]*-\=\%(0\|[1-9][0-9]*\)\%(\.[0-9]\+\)\=\%([eE][\-+]\=[0-9]\+\)\=\%([ \t\u00a0\r]*[,)]\)\@=\)\@=; contained nextgroup=scnNone_arguments_3_2
syntax match scnNone_arguments_3_2 ;[ \t\u00a0\r]*\%(=[ \t\u00a0\r]*-\=\%(0\|[1-9][0-9]*\)\%(\.[0-9]\+\)\=\%([eE][\-+]\=[0-9]\+\)\=\%([ \t\u00a0\r]*[,)]\)\@=\)\@=; contained nextgroup=scnOperator_arguments_3_3
syntax match scnOperator_arguments_3_3 ;=\%([ \t\u00a0\r]*-\=\%(0\|[1-9][0-9]*\)\%(\.[0-9]\+\)\=\%([eE][\-+]\=[0-9]\+\)\=\%([ \t\u00a0\r]*[,)]\)\@=\)\@=; contained nextgroup=scnNone_arguments_3_4
syntax match scnNone_arguments_3_4 ;[ \t\u00a0\r]*\%(-\=\%(0\|[1-9][0-9]*\)\%(\.[0-9]\+\)\=\%([eE][\-+]\=[0-9]\+\)\=\%([ \t\u00a0\r]*[,)]\)\@=\)\@=; contained nextgroup=scnNumber_arguments_3_5
syntax match scnNumber_arguments_3_5 ;-\=\%(0\|[1-9][0-9]*\)\%(\.[0-9]\+\)\=\%([eE][\-+]\=[0-9]\+\)\=\%(\%([ \t\u00a0\r]*[,)]\)\@=\)\@=; contained
syntax match scnNone_arguments_2 ;as[ \t\u00a0\r]\+@\=[a-z][a-z0-9_\-]*\%([ \t\u00a0\r]*$\)\@=; contained contains=scnKeyword_arguments_2_1
syntax match scnKeyword_arguments_2_1 ;as\%([ \t\u00a0\r]\+@\=[a-z][a-z0-9_\-]*\%([ \t\u00a0\r]*$\)\@=\)\@=; contained nextgroup=scnNone_arguments_2_2
syntax match scnNone_arguments_2_2 ;[ \t\u00a0\r]\+\%(@\=[a-z][a-z0-9_\-]*\%([ \t\u00a0\r]*$\)\@=\)\@=; contained nextgroup=scnReference_arguments_2_3
syntax match scnReference_arguments_2_3 ;@\=[a-z][a-z0-9_\-]*\%(\%([ \t\u00a0\r]*$\)\@=\)\@=; contained
syntax match scnNone_arguments_1 ;[ \t\u00a0\r]\+; contained
syntax region scnString_arguments_0_in matchgroup=scnString start=;"; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; matchgroup=scnString end=;"; matchgroup=NONE end=;$; contained contains=@scn_argument_string
syntax cluster scn_argument_string contains=scnComment_line,scnOperator_bar,scnPlaceholder_argument_string_2,scnEscape_argument_string_1,scnEscape_argument_string_0
syntax match scnPlaceholder_argument_string_2 ;\$\%([A-Za-z_][A-Za-z0-9_]*\|{[A-Za-z_][A-Za-z0-9_]*}\); contained
syntax match scnEscape_argument_string_1 ;\$\$; contained
syntax match scnEscape_argument_string_0 ;\\\%(["\\/bfnrt]\|u[0-9a-fA-F]\{4}\); contained
syntax cluster scn_columns contains=scnComment_line,scnOperator_bar,scnNone_columns_3,scnVariable_columns_2,scnNone_columns_1,scnNone_columns_0
syntax match scnNone_columns_3 ;[^ \t\u00a0\r\n]\+; contained
syntax match scnVariable_columns_2 ;[A-Za-z_][A-Za-z0-9_]*\%(\%([ \t\u00a0\r]\|$\)\)\@=; contained
syntax match scnNone_columns_1 ;[ \t\u00a0\r]\+; contained
syntax match scnNone_columns_0 ;[ \t\u00a0\r]*|\%(\%([ \t\u00a0\r]\|$\)\)\@=; contained contains=scnNone_columns_0_1
syntax match scnNone_columns_0_1 ;[ \t\u00a0\r]*\%(|\%(\%([ \t\u00a0\r]\|$\)\)\@=\)\@=; contained nextgroup=scnOperator_columns_0_2
syntax match scnOperator_columns_0_2 ;|\%(\%(\%([ \t\u00a0\r]\|$\)\)\@=\)\@=; contained
syntax cluster scn_cells contains=scnComment_line,scnOperator_bar,scnNone_cells_2,scnNone_cells_1,scnNone_cells_0
syntax match scnNone_cells_2 ;[^ \t\u00a0\r\n]\+; contained
syntax match scnNone_cells_1 ;[ \t\u00a0\r]\+; contained
syntax match scnNone_cells_0 ;[ \t\u00a0\r]*|\%(\%([ \t\u00a0\r]\|$\)\)\@=; contained contains=scnNone_cells_0_1
syntax match scnNone_cells_0_1 ;[ \t\u00a0\r]*\%(|\%(\%([ \t\u00a0\r]\|$\)\)\@=\)\@=; contained nextgroup=scnOperator_cells_0_2
syntax match scnOperator_cells_0_2 ;|\%(\%(\%([ \t\u00a0\r]\|$\)\)\@=\)\@=; contained
syntax match scnNone_head_51_1 ;^[ \t\u00a0\r]*@[^ \t\u00a0\r\n]*\%([ \t\u00a0\r]\+test[ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_51_2
syntax match scnNone_head_51_2 ;[ \t\u00a0\r]\+\%(test[ \t\u00a0]*:\)\@=; contained nextgroup=scnField_head_51_3
syntax match scnField_head_51_3 ;test\%([ \t\u00a0]*:\)\@=; contained nextgroup=scnNone_head_51_in
syntax region scnNone_head_51_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_words keepend
syntax match scnNone_head_50_1 ;^[ \t\u00a0\r]*@[^ \t\u00a0\r\n]*\%([ \t\u00a0\r]\+AFTER\k\@!\)\@=; nextgroup=scnNone_head_50_2
syntax match scnNone_head_50_2 ;[ \t\u00a0\r]\+\%(AFTER\k\@!\)\@=; contained nextgroup=scnNone_head_50_in
syntax region scnNone_head_50_in matchgroup=scnKeyword start=;AFTER\k\@!; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_reference keepend
syntax match scnNone_head_49_1 ;^[ \t\u00a0\r]*@[^ \t\u00a0\r\n]*\%([ \t\u00a0\r]\+THEN\k\@!\)\@=; nextgroup=scnNone_head_49_2
syntax match scnNone_head_49_2 ;[ \t\u00a0\r]\+\%(THEN\k\@!\)\@=; contained nextgroup=scnNone_head_49_in
syntax region scnNone_head_49_in matchgroup=scnKeyword start=;THEN\k\@!; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_nothing keepend
syntax match scnNone_head_48_1 ;^[ \t\u00a0\r]*@[^ \t\u00a0\r\n]*\%([ \t\u00a0\r]\+WHEN\k\@!\)\@=; nextgroup=scnNone_head_48_2
syntax match scnNone_head_48_2 ;[ \t\u00a0\r]\+\%(WHEN\k\@!\)\@=; contained nextgroup=scnNone_head_48_in
syntax region scnNone_head_48_in matchgroup=scnKeyword start=;WHEN\k\@!; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_trigger keepend
syntax match scnNone_head_47_1 ;^[ \t\u00a0\r]*@[^ \t\u00a0\r\n]*\%([ \t\u00a0\r]\+FIRST_MESSAGE\k\@!\)\@=; nextgroup=scnNone_head_47_2
syntax match scnNone_head_47_2 ;[ \t\u00a0\r]\+\%(FIRST_MESSAGE\k\@!\)\@=; contained nextgroup=scnNone_head_47_in
syntax region scnNone_head_47_in matchgroup=scnKeyword start=;FIRST_MESSAGE\k\@!; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_nothing keepend
syntax match scnLabel_head_46_1 ;^[ \t\u00a0\r]*@\%([a-z][a-z0-9_\-]*\%(\.[a-z][a-z0-9_\-]*\)*\|[0-9]\{1,18}\)\%([A-Za-z0-9_\-]\)\@!\%([ \t\u00a0\r]\+test[ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_46_2
syntax match scnNone_head_46_2 ;[ \t\u00a0\r]\+\%(test[ \t\u00a0]*:\)\@=; contained nextgroup=scnField_head_46_3
syntax match scnField_head_46_3 ;test\%([ \t\u00a0]*:\)\@=; contained nextgroup=scnNone_head_46_in
syntax region scnNone_head_46_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_words keepend
syntax match scnLabel_head_45_1 ;^[ \t\u00a0\r]*@\%([a-z][a-z0-9_\-]*\%(\.[a-z][a-z0-9_\-]*\)*\|[0-9]\{1,18}\)\%([A-Za-z0-9_\-]\)\@!\%([ \t\u00a0\r]\+AFTER\k\@!\)\@=; nextgroup=scnNone_head_45_2
syntax match scnNone_head_45_2 ;[ \t\u00a0\r]\+\%(AFTER\k\@!\)\@=; contained nextgroup=scnNone_head_45_in
syntax region scnNone_head_45_in matchgroup=scnKeyword start=;AFTER\k\@!; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_reference keepend
syntax match scnLabel_head_44_1 ;^[ \t\u00a0\r]*@\%([a-z][a-z0-9_\-]*\%(\.[a-z][a-z0-9_\-]*\)*\|[0-9]\{1,18}\)\%([A-Za-z0-9_\-]\)\@!\%([ \t\u00a0\r]\+THEN\k\@!\)\@=; nextgroup=scnNone_head_44_2
syntax match scnNone_head_44_2 ;[ \t\u00a0\r]\+\%(THEN\k\@!\)\@=; contained nextgroup=scnNone_head_44_in
syntax region scnNone_head_44_in matchgroup=scnKeyword start=;THEN\k\@!; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_nothing keepend
syntax match scnLabel_head_43_1 ;^[ \t\u00a0\r]*@\%([a-z][a-z0-9_\-]*\%(\.[a-z][a-z0-9_\-]*\)*\|[0-9]\{1,18}\)\%([A-Za-z0-9_\-]\)\@!\%([ \t\u00a0\r]\+WHEN\k\@!\)\@=; nextgroup=scnNone_head_43_2
syntax match scnNone_head_43_2 ;[ \t\u00a0\r]\+\%(WHEN\k\@!\)\@=; contained nextgroup=scnNone_head_43_in
syntax region scnNone_head_43_in matchgroup=scnKeyword start=;WHEN\k\@!; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_trigger keepend
syntax match scnLabel_head_42_1 ;^[ \t\u00a0\r]*@\%([a-z][a-z0-9_\-]*\%(\.[a-z][a-z0-9_\-]*\)*\|[0-9]\{1,18}\)\%([A-Za-z0-9_\-]\)\@!\%([ \t\u00a0\r]\+FIRST_MESSAGE\k\@!\)\@=; nextgroup=scnNone_head_42_2
syntax match scnNone_head_42_2 ;[ \t\u00a0\r]\+\%(FIRST_MESSAGE\k\@!\)\@=; contained nextgroup=scnNone_head_42_in
syntax region scnNone_head_42_in matchgroup=scnKeyword start=;FIRST_MESSAGE\k\@!; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_nothing keepend
syntax match scnPlatformKey_head_41_1 ;^[ \t\u00a0\r]*[a-z][a-z0-9]*\.[A-Za-z0-9_$.\-]\+\%([ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_41_in
syntax region scnNone_head_41_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_literal keepend
syntax match scnKeyword_head_40_1 ;^[ \t\u00a0\r]*\%(given\|caller\|mock_error\|mock\|let\)\%([ \t\u00a0]\+\%("\%(\%([^"\\\u0000-\u001f]\|\\\%(["\\/bfnrt]\|u[0-9a-fA-F]\{4}\)\)\)*"\|[^\t-\r\u001c- \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000=":]\+\)[ \t\u00a0]*=\)\@=; nextgroup=scnNone_head_40_2
syntax match scnNone_head_40_2 ;[ \t\u00a0]\+\%(\%("\%(\%([^"\\\u0000-\u001f]\|\\\%(["\\/bfnrt]\|u[0-9a-fA-F]\{4}\)\)\)*"\|[^\t-\r\u001c- \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000=":]\+\)[ \t\u00a0]*=\)\@=; contained nextgroup=scnVariable_head_40_3
syntax match scnVariable_head_40_3 ;\%("\%(\%([^"\\\u0000-\u001f]\|\\\%(["\\/bfnrt]\|u[0-9a-fA-F]\{4}\)\)\)*"\|[^\t-\r\u001c- \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000=":]\+\)\%([ \t\u00a0]*=\)\@=; contained nextgroup=scnNone_head_40_4
syntax match scnNone_head_40_4 ;[ \t\u00a0]*\%(=\)\@=; contained nextgroup=scnNone_head_40_in
syntax region scnNone_head_40_in matchgroup=scnOperator start=;=; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_variable keepend
syntax match scnField_head_39_1 ;^[ \t\u00a0\r]*\%(examples\|fragment\|import\|insert\|script\|rows\|row\)\%([ \t\u00a0]\+raw[ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_39_2
syntax match scnNone_head_39_2 ;[ \t\u00a0]\+\%(raw[ \t\u00a0]*:\)\@=; contained nextgroup=scnKeyword_head_39_3
syntax match scnKeyword_head_39_3 ;raw\%([ \t\u00a0]*:\)\@=; contained nextgroup=scnNone_head_39_in
syntax region scnNone_head_39_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_literal keepend
syntax match scnField_head_38_1 ;^[ \t\u00a0\r]*\%(takes_at_least\|delayed_after\|trade_service\|instructions\|integrations\|max_duration\|on_completed\|caller_tool\|expect_call\|guide_video\|personality\|temperature\|on_delayed\|setup_time\|assistant\|direction\|execution\|follow_up\|on_failed\|reasoning\|verbosity\|category\|channels\|language\|on_start\|priority\|question\|response\|scenario\|settings\|actions\|call_id\|compare\|enabled\|history\|metrics\|only_if\|outcome\|profile\|project\|purpose\|summary\|unknown\|weights\|active\|answer\|expect\|folder\|medium\|reason\|target\|about\|agent\|async\|empty\|group\|guide\|knows\|model\|notes\|order\|phone\|setup\|suite\|title\|tools\|topic\|video\|info\|kind\|role\|slug\|tags\|ask\|faq\|key\|run\|use\|by\)\%([ \t\u00a0]\+raw[ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_38_2
syntax match scnNone_head_38_2 ;[ \t\u00a0]\+\%(raw[ \t\u00a0]*:\)\@=; contained nextgroup=scnKeyword_head_38_3
syntax match scnKeyword_head_38_3 ;raw\%([ \t\u00a0]*:\)\@=; contained nextgroup=scnNone_head_38_in
syntax region scnNone_head_38_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_json keepend
syntax match scnField_head_37_1 ;^[ \t\u00a0\r]*row\%([ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_37_in
syntax region scnNone_head_37_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_cells keepend
syntax match scnField_head_36_1 ;^[ \t\u00a0\r]*examples\%([ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_36_in
syntax region scnNone_head_36_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_columns keepend
syntax match scnField_head_35_1 ;^[ \t\u00a0\r]*insert\%([ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_35_in
syntax region scnNone_head_35_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_call keepend
syntax match scnField_head_34_1 ;^[ \t\u00a0\r]*fragment\%([ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_34_in
syntax region scnNone_head_34_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_signature keepend
syntax match scnField_head_33_1 ;^[ \t\u00a0\r]*\%(import\|script\|rows\)\%([ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_33_in
syntax region scnNone_head_33_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_nothing keepend
syntax match scnField_head_32_1 ;^[ \t\u00a0\r]*\%(temperature\|settings\)\%([ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_32_in
syntax region scnNone_head_32_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_json keepend
syntax match scnField_head_31_1 ;^[ \t\u00a0\r]*\%(trade_service\|max_duration\|personality\|setup_time\|priority\|metrics\|profile\|project\|agent\|order\|phone\)\%([ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_31_in
syntax region scnNone_head_31_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_entries keepend
syntax match scnField_head_30_1 ;^[ \t\u00a0\r]*\%(takes_at_least\|delayed_after\|instructions\|integrations\|on_completed\|caller_tool\|expect_call\|guide_video\|on_delayed\|assistant\|direction\|execution\|follow_up\|on_failed\|reasoning\|verbosity\|category\|channels\|language\|on_start\|question\|response\|scenario\|actions\|call_id\|compare\|enabled\|history\|only_if\|outcome\|purpose\|summary\|unknown\|weights\|active\|answer\|expect\|folder\|medium\|reason\|target\|about\|async\|empty\|group\|guide\|knows\|model\|notes\|setup\|suite\|title\|tools\|topic\|video\|info\|kind\|role\|slug\|tags\|ask\|faq\|key\|run\|use\|by\)\%([ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_30_in
syntax region scnNone_head_30_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_words keepend
syntax match scnKeyword_head_29_1 ;^[ \t\u00a0\r]*scn\%([ \t\u00a0]\+[0-9]\+\%([ \t\u00a0\r]*$\)\@=\)\@=; nextgroup=scnNone_head_29_2
syntax match scnNone_head_29_2 ;[ \t\u00a0]\+\%([0-9]\+\%([ \t\u00a0\r]*$\)\@=\)\@=; contained nextgroup=scnNone_head_29_in
syntax region scnNone_head_29_in matchgroup=scnNumber start=;[0-9]\+\%([ \t\u00a0\r]*$\)\@=; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_nothing keepend
syntax match scnField_head_28_1 ;^[ \t\u00a0\r]*fragment\%([ \t\u00a0]\+raw[ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_28_2
syntax match scnNone_head_28_2 ;[ \t\u00a0]\+\%(raw[ \t\u00a0]*:\)\@=; contained nextgroup=scnKeyword_head_28_3
syntax match scnKeyword_head_28_3 ;raw\%([ \t\u00a0]*:\)\@=; contained nextgroup=scnNone_head_28_in
syntax region scnNone_head_28_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_literal keepend
syntax match scnField_head_27_1 ;^[ \t\u00a0\r]*scenario\%([ \t\u00a0]\+raw[ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_27_2
syntax match scnNone_head_27_2 ;[ \t\u00a0]\+\%(raw[ \t\u00a0]*:\)\@=; contained nextgroup=scnKeyword_head_27_3
syntax match scnKeyword_head_27_3 ;raw\%([ \t\u00a0]*:\)\@=; contained nextgroup=scnNone_head_27_in
syntax region scnNone_head_27_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_json keepend
syntax match scnField_head_26_1 ;^[ \t\u00a0\r]*fragment\%([ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_26_in
syntax region scnNone_head_26_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_signature keepend
syntax match scnField_head_25_1 ;^[ \t\u00a0\r]*scenario\%([ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_25_in
syntax region scnNone_head_25_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_words keepend
syntax match scnField_head_24_1 ;^[ \t\u00a0\r]*\%(follow_up\|priority\|enabled\|only_if\|weights\|answer\|about\|group\|title\|kind\|slug\|ask\|run\)\%([ \t\u00a0]\+raw[ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_24_2
syntax match scnNone_head_24_2 ;[ \t\u00a0]\+\%(raw[ \t\u00a0]*:\)\@=; contained nextgroup=scnKeyword_head_24_3
syntax match scnKeyword_head_24_3 ;raw\%([ \t\u00a0]*:\)\@=; contained nextgroup=scnNone_head_24_in
syntax region scnNone_head_24_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_json keepend
syntax match scnField_head_23_1 ;^[ \t\u00a0\r]*priority\%([ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_23_in
syntax region scnNone_head_23_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_entries keepend
syntax match scnField_head_22_1 ;^[ \t\u00a0\r]*\%(follow_up\|enabled\|only_if\|weights\|answer\|about\|group\|title\|kind\|slug\|ask\|run\)\%([ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_22_in
syntax region scnNone_head_22_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_words keepend
syntax region scnNone_head_21_in matchgroup=scnKeyword start=;^[ \t\u00a0\r]*wait\%(\k\@!\%([ \t\u00a0\r]*:\)\@!\)\@=; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contains=@scn_nothing keepend
syntax match scnKeyword_head_20_1 ;^[ \t\u00a0\r]*end\%([ \t\u00a0]\+call\%(\k\@!\)\@=\)\@=; nextgroup=scnNone_head_20_2
syntax match scnNone_head_20_2 ;[ \t\u00a0]\+\%(call\%(\k\@!\)\@=\)\@=; contained nextgroup=scnNone_head_20_in
syntax region scnNone_head_20_in matchgroup=scnKeyword start=;call\%(\k\@!\)\@=; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_nothing keepend
syntax match scnField_head_19_1 ;^[ \t\u00a0\r]*say/do\%([ \t\u00a0]\+raw[ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_19_2
syntax match scnNone_head_19_2 ;[ \t\u00a0]\+\%(raw[ \t\u00a0]*:\)\@=; contained nextgroup=scnKeyword_head_19_3
syntax match scnKeyword_head_19_3 ;raw\%([ \t\u00a0]*:\)\@=; contained nextgroup=scnNone_head_19_in
syntax region scnNone_head_19_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_string keepend
syntax match scnField_head_18_1 ;^[ \t\u00a0\r]*say/do\%([ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_18_in
syntax region scnNone_head_18_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_speech keepend
syntax match scnField_head_17_1 ;^[ \t\u00a0\r]*do\%([ \t\u00a0]\+raw[ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_17_2
syntax match scnNone_head_17_2 ;[ \t\u00a0]\+\%(raw[ \t\u00a0]*:\)\@=; contained nextgroup=scnKeyword_head_17_3
syntax match scnKeyword_head_17_3 ;raw\%([ \t\u00a0]*:\)\@=; contained nextgroup=scnNone_head_17_in
syntax region scnNone_head_17_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_string keepend
syntax match scnField_head_16_1 ;^[ \t\u00a0\r]*do\%([ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_16_in
syntax region scnNone_head_16_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_speech keepend
syntax match scnField_head_15_1 ;^[ \t\u00a0\r]*say\%([ \t\u00a0]\+raw[ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_15_2
syntax match scnNone_head_15_2 ;[ \t\u00a0]\+\%(raw[ \t\u00a0]*:\)\@=; contained nextgroup=scnKeyword_head_15_3
syntax match scnKeyword_head_15_3 ;raw\%([ \t\u00a0]*:\)\@=; contained nextgroup=scnNone_head_15_in
syntax region scnNone_head_15_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_string keepend
syntax match scnField_head_14_1 ;^[ \t\u00a0\r]*say\%([ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_14_in
syntax region scnNone_head_14_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_speech keepend
syntax region scnNone_head_13_in matchgroup=scnKeyword start=;^[ \t\u00a0\r]*quiet; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contains=@scn_nothing keepend
syntax region scnNone_head_12_in matchgroup=scnKeyword start=;^[ \t\u00a0\r]*silent; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contains=@scn_nothing keepend
syntax match scnField_head_11_1 ;^[ \t\u00a0\r]*plays\%([ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_11_in
syntax region scnNone_head_11_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_words keepend
syntax match scnField_head_10_1 ;^[ \t\u00a0\r]*as\%([ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_10_in
syntax region scnNone_head_10_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_words keepend
syntax match scnField_head_9_1 ;^[ \t\u00a0\r]*cut\%([ \t\u00a0]\+off[ \t\u00a0]\+raw[ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_9_2
syntax match scnNone_head_9_2 ;[ \t\u00a0]\+\%(off[ \t\u00a0]\+raw[ \t\u00a0]*:\)\@=; contained nextgroup=scnKeyword_head_9_3
syntax match scnKeyword_head_9_3 ;off\%([ \t\u00a0]\+raw[ \t\u00a0]*:\)\@=; contained nextgroup=scnNone_head_9_in
syntax region scnNone_head_9_in matchgroup=scnNone start=;[ \t\u00a0]\+raw[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_string keepend
syntax match scnField_head_8_1 ;^[ \t\u00a0\r]*cut\%([ \t\u00a0]\+off[ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_8_in
syntax region scnNone_head_8_in matchgroup=scnNone start=;[ \t\u00a0]\+off[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_speech keepend
syntax match scnField_head_7_1 ;^[ \t\u00a0\r]*hear\%([ \t\u00a0]\+raw[ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_7_2
syntax match scnNone_head_7_2 ;[ \t\u00a0]\+\%(raw[ \t\u00a0]*:\)\@=; contained nextgroup=scnKeyword_head_7_3
syntax match scnKeyword_head_7_3 ;raw\%([ \t\u00a0]*:\)\@=; contained nextgroup=scnNone_head_7_in
syntax region scnNone_head_7_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_string keepend
syntax match scnField_head_6_1 ;^[ \t\u00a0\r]*hear\%([ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_6_in
syntax region scnNone_head_6_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_speech keepend
syntax match scnField_head_5_1 ;^[ \t\u00a0\r]*test\%([ \t\u00a0]*:\)\@=; nextgroup=scnNone_head_5_in
syntax region scnNone_head_5_in matchgroup=scnNone start=;[ \t\u00a0]*:; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contained contains=@scn_words keepend
syntax region scnNone_head_4_in matchgroup=scnKeyword start=;^[ \t\u00a0\r]*AFTER\k\@!; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contains=@scn_reference keepend
syntax region scnNone_head_3_in matchgroup=scnKeyword start=;^[ \t\u00a0\r]*THEN\k\@!; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contains=@scn_nothing keepend
syntax region scnNone_head_2_in matchgroup=scnKeyword start=;^[ \t\u00a0\r]*WHEN\k\@!; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contains=@scn_trigger keepend
syntax region scnNone_head_1_in matchgroup=scnKeyword start=;^[ \t\u00a0\r]*FIRST_MESSAGE\k\@!; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contains=@scn_nothing keepend
syntax region scnNone_head_0_in matchgroup=scnOperator start=;^[ \t\u00a0\r]*||\=\%(|\)\@!; matchgroup=NONE end=;^\%([ \t\u00a0\r]*\%(||\=\%(|\)\@!\|#\|$\)\)\@!; contains=@scn_nothing keepend
syntax match scnOperator_bar ;^[ \t\u00a0\r]*||\=\%(|\)\@!; contained
syntax match scnComment_line ;^[ \t\u00a0\r]*#[^\n]*;

highlight default link scnKeyword Keyword
highlight default link scnField Identifier
highlight default link scnLabel Label
highlight default link scnReference Label
highlight default link scnString String
highlight default link scnEscape SpecialChar
highlight default link scnNumber Number
highlight default link scnConstant Boolean
highlight default link scnVariable Define
highlight default link scnPlatformKey PreProc
highlight default link scnTag Function
highlight default link scnAttribute Type
highlight default link scnValue String
highlight default link scnMarker Special
highlight default link scnTemplate Macro
highlight default link scnComment Comment
highlight default link scnOperator Operator
highlight default link scnPlaceholder Define
highlight default link scnFragment Function
highlight default link scnParameter Type
highlight default link scnAttribute_tag_1_1 scnAttribute
highlight default link scnAttribute_tag_2_1 scnAttribute
highlight default link scnAttribute_tag_3_1 scnAttribute
highlight default link scnComment_line scnComment
highlight default link scnConstant_json_2 scnConstant
highlight default link scnConstant_literal_2 scnConstant
highlight default link scnConstant_string_2 scnConstant
highlight default link scnEscape_argument_string_0 scnEscape
highlight default link scnEscape_argument_string_1 scnEscape
highlight default link scnEscape_arguments_6_1 scnEscape
highlight default link scnEscape_double_quoted_1 scnEscape
highlight default link scnEscape_entries_2_1 scnEscape
highlight default link scnEscape_expression_string_0 scnEscape
highlight default link scnEscape_expression_string_1 scnEscape
highlight default link scnEscape_json_3_1 scnEscape
highlight default link scnEscape_json_string_0 scnEscape
highlight default link scnEscape_json_string_1 scnEscape
highlight default link scnEscape_literal_string_0 scnEscape
highlight default link scnEscape_parameters_7_1 scnEscape
highlight default link scnEscape_single_quoted_1 scnEscape
highlight default link scnEscape_speech_0 scnEscape
highlight default link scnEscape_string_3_1 scnEscape
highlight default link scnEscape_string_string_0 scnEscape
highlight default link scnEscape_string_string_1 scnEscape
highlight default link scnEscape_words_0 scnEscape
highlight default link scnField_head_10_1 scnField
highlight default link scnField_head_11_1 scnField
highlight default link scnField_head_14_1 scnField
highlight default link scnField_head_15_1 scnField
highlight default link scnField_head_16_1 scnField
highlight default link scnField_head_17_1 scnField
highlight default link scnField_head_18_1 scnField
highlight default link scnField_head_19_1 scnField
highlight default link scnField_head_22_1 scnField
highlight default link scnField_head_23_1 scnField
highlight default link scnField_head_24_1 scnField
highlight default link scnField_head_25_1 scnField
highlight default link scnField_head_26_1 scnField
highlight default link scnField_head_27_1 scnField
highlight default link scnField_head_28_1 scnField
highlight default link scnField_head_30_1 scnField
highlight default link scnField_head_31_1 scnField
highlight default link scnField_head_32_1 scnField
highlight default link scnField_head_33_1 scnField
highlight default link scnField_head_34_1 scnField
highlight default link scnField_head_35_1 scnField
highlight default link scnField_head_36_1 scnField
highlight default link scnField_head_37_1 scnField
highlight default link scnField_head_38_1 scnField
highlight default link scnField_head_39_1 scnField
highlight default link scnField_head_46_3 scnField
highlight default link scnField_head_51_3 scnField
highlight default link scnField_head_5_1 scnField
highlight default link scnField_head_6_1 scnField
highlight default link scnField_head_7_1 scnField
highlight default link scnField_head_8_1 scnField
highlight default link scnField_head_9_1 scnField
highlight default link scnKeyword_arguments_2_1 scnKeyword
highlight default link scnKeyword_expression_1 scnKeyword
highlight default link scnKeyword_expression_2 scnKeyword
highlight default link scnKeyword_expression_3 scnKeyword
highlight default link scnKeyword_head_15_3 scnKeyword
highlight default link scnKeyword_head_17_3 scnKeyword
highlight default link scnKeyword_head_19_3 scnKeyword
highlight default link scnKeyword_head_20_1 scnKeyword
highlight default link scnKeyword_head_24_3 scnKeyword
highlight default link scnKeyword_head_27_3 scnKeyword
highlight default link scnKeyword_head_28_3 scnKeyword
highlight default link scnKeyword_head_29_1 scnKeyword
highlight default link scnKeyword_head_38_3 scnKeyword
highlight default link scnKeyword_head_39_3 scnKeyword
highlight default link scnKeyword_head_40_1 scnKeyword
highlight default link scnKeyword_head_7_3 scnKeyword
highlight default link scnKeyword_head_9_3 scnKeyword
highlight default link scnKeyword_parameters_2_1 scnKeyword
highlight default link scnKeyword_trigger_0_1 scnKeyword
highlight default link scnLabel_head_42_1 scnLabel
highlight default link scnLabel_head_43_1 scnLabel
highlight default link scnLabel_head_44_1 scnLabel
highlight default link scnLabel_head_45_1 scnLabel
highlight default link scnLabel_head_46_1 scnLabel
highlight default link scnMarker_speech_4 scnMarker
highlight default link scnNumber_arguments_3_5 scnNumber
highlight default link scnNumber_arguments_5 scnNumber
highlight default link scnNumber_entries_1 scnNumber
highlight default link scnNumber_json_1 scnNumber
highlight default link scnNumber_literal_1 scnNumber
highlight default link scnNumber_parameters_3_5 scnNumber
highlight default link scnNumber_parameters_6 scnNumber
highlight default link scnNumber_string_1 scnNumber
highlight default link scnOperator_arguments_3_3 scnOperator
highlight default link scnOperator_arguments_4_3 scnOperator
highlight default link scnOperator_arguments_8 scnOperator
highlight default link scnOperator_bar scnOperator
highlight default link scnOperator_cells_0_2 scnOperator
highlight default link scnOperator_columns_0_2 scnOperator
highlight default link scnOperator_expression_4 scnOperator
highlight default link scnOperator_expression_5 scnOperator
highlight default link scnOperator_parameters_3_3 scnOperator
highlight default link scnOperator_parameters_4_3 scnOperator
highlight default link scnOperator_parameters_9 scnOperator
highlight default link scnParameter_arguments_3_1 scnParameter
highlight default link scnParameter_arguments_4_1 scnParameter
highlight default link scnParameter_parameters_3_1 scnParameter
highlight default link scnParameter_parameters_4_1 scnParameter
highlight default link scnParameter_parameters_5 scnParameter
highlight default link scnPlaceholder_argument_string_2 scnPlaceholder
highlight default link scnPlaceholder_arguments_7_1 scnPlaceholder
highlight default link scnPlaceholder_double_quoted_2 scnPlaceholder
highlight default link scnPlaceholder_entries_3_1 scnPlaceholder
highlight default link scnPlaceholder_expression_string_2 scnPlaceholder
highlight default link scnPlaceholder_json_4_1 scnPlaceholder
highlight default link scnPlaceholder_json_string_2 scnPlaceholder
highlight default link scnPlaceholder_parameters_8_1 scnPlaceholder
highlight default link scnPlaceholder_single_quoted_2 scnPlaceholder
highlight default link scnPlaceholder_speech_1 scnPlaceholder
highlight default link scnPlaceholder_string_4_1 scnPlaceholder
highlight default link scnPlaceholder_string_string_2 scnPlaceholder
highlight default link scnPlaceholder_tag_2_3 scnPlaceholder
highlight default link scnPlaceholder_words_1 scnPlaceholder
highlight default link scnPlatformKey_head_41_1 scnPlatformKey
highlight default link scnReference_arguments_2_3 scnReference
highlight default link scnReference_parameters_2_3 scnReference
highlight default link scnString_arguments_0_in scnString
highlight default link scnString_expression_0_in scnString
highlight default link scnString_json_0_in scnString
highlight default link scnString_literal_0_in scnString
highlight default link scnString_parameters_0_in scnString
highlight default link scnString_string_0_in scnString
highlight default link scnTemplate_speech_5 scnTemplate
highlight default link scnValue_tag_3_3 scnValue
highlight default link scnValue_tag_4_in scnValue
highlight default link scnValue_tag_5_in scnValue
highlight default link scnVariable_columns_2 scnVariable
highlight default link scnVariable_head_40_3 scnVariable

let b:current_syntax = "scn"
