; The setup program: per user, no administrator. setup.py fills in what stands between at signs.
Target amd64-unicode
Unicode true
ManifestDPIAware true
ManifestSupportedOS Win10
SetCompressor /SOLID @COMPRESSOR@
SetDateSave off
RequestExecutionLevel user
Name "@NAME_ZH@ @NAME_EN@"
OutFile "@OUT@"
InstallDir "$LOCALAPPDATA\Programs\@FOLDER@"
InstallDirRegKey HKCU "Software\@FOLDER@" "InstallDir"
BrandingText "@NAME_EN@ @VERSION@"

!include MUI2.nsh
!include FileFunc.nsh
!define MUI_ICON "@STAGE@/exporter-desk.ico"
!define MUI_UNICON "@STAGE@/exporter-desk.ico"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\python\pythonw.exe"
!define MUI_FINISHPAGE_RUN_PARAMETERS "-m exporter_desk"
!define LISTED "Software\Microsoft\Windows\CurrentVersion\Uninstall\@FOLDER@"

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "@STAGE@/LICENSE"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"

LangString Running ${LANG_SIMPCHINESE} "出口单证台正在运行。请先关闭它，再点“重试”。"
LangString Running ${LANG_ENGLISH} "Exporter Desk is running. Close it, then choose Retry."
LangString Foreign ${LANG_SIMPCHINESE} "这个文件夹里有别的文件。请选一个空文件夹，或原来安装出口单证台的文件夹。"
LangString Foreign ${LANG_ENGLISH} "This folder holds other files. Choose an empty one, or the one Exporter Desk was installed in."
LangString RemoveData ${LANG_SIMPCHINESE} "程序已移除。你录入的资料和备份还在：$\r$\n$LOCALAPPDATA\@FOLDER@$\r$\n$\r$\n要一并删除吗？删除后找不回来。一般选“否”。"
LangString RemoveData ${LANG_ENGLISH} "The program was removed. What you typed and its backups are still in:$\r$\n$LOCALAPPDATA\@FOLDER@$\r$\n$\r$\nDelete them too? They cannot be brought back. Usually: No."
LangString CaseFile ${LANG_SIMPCHINESE} "一票货（出口单证台）"
LangString CaseFile ${LANG_ENGLISH} "Shipment (Exporter Desk)"
LangString Link ${LANG_SIMPCHINESE} "出口单证台"
LangString Link ${LANG_ENGLISH} "Exporter Desk"

Function .onInit
  !insertmacro MUI_LANGDLL_DISPLAY
FunctionEnd

Function un.onInit
  !insertmacro MUI_UNGETLANGUAGE
FunctionEnd

; A file that a running program holds cannot be opened for writing.
!macro WaitUntilClosed
  Push $0
  again:
  IfFileExists "$INSTDIR\python\pythonw.exe" 0 free
  ClearErrors
  FileOpen $0 "$INSTDIR\python\pythonw.exe" a
  IfErrors 0 close
  IfSilent 0 +3
  SetErrorLevel 3
  Abort
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(Running)" IDRETRY again
  Abort
  close:
  FileClose $0
  free:
  Pop $0
!macroend

; Removes what an earlier setup put here, file by file as listed, and nothing else.
!macro RemoveListed
  Push $0
  Push $1
  IfFileExists "$INSTDIR\installed.txt" 0 none
  ClearErrors
  FileOpen $0 "$INSTDIR\installed.txt" r
  next:
  FileRead $0 $1
  IfErrors done
  StrCpy $1 $1 -2
  StrCmp $1 "" next
  Delete "$INSTDIR\$1"
  RMDir "$INSTDIR\$1"
  Goto next
  done:
  FileClose $0
  Delete "$INSTDIR\installed.txt"
  none:
  Pop $1
  Pop $0
!macroend

Section
  IfFileExists "$INSTDIR\installed.txt" ours
  ${DirState} "$INSTDIR" $0
  IntCmp $0 1 0 ours ours
  IfSilent 0 +3
  SetErrorLevel 2
  Abort
  MessageBox MB_OK|MB_ICONSTOP "$(Foreign)"
  Abort
  ours:
  !insertmacro WaitUntilClosed
  !insertmacro RemoveListed
  SetOutPath "$INSTDIR"
  File /r "@STAGE@/*"
  File "@LIST@"
  ; Keeps compiled code for quick starts (exporter_desk/ui/bindings.py, system/kept_code.py); it runs without it too.
  nsExec::Exec '"$INSTDIR\python\python.exe" -X no_debug_ranges -m exporter_desk.ui.bindings'
  Pop $0
  nsExec::Exec '"$INSTDIR\python\python.exe" -X no_debug_ranges -m exporter_desk.system.kept_code'
  Pop $0
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\$(Link).lnk" "$INSTDIR\python\pythonw.exe" "-m exporter_desk" "$INSTDIR\exporter-desk.ico"
  WriteRegStr HKCU "Software\@FOLDER@" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "Software\@FOLDER@" "Link" "$SMPROGRAMS\$(Link).lnk"
  WriteRegStr HKCU "Software\Classes\.exdesk" "" "ExporterDesk.Case"
  WriteRegStr HKCU "Software\Classes\ExporterDesk.Case" "" "$(CaseFile)"
  WriteRegStr HKCU "Software\Classes\ExporterDesk.Case\DefaultIcon" "" "$INSTDIR\exporter-desk.ico"
  WriteRegStr HKCU "Software\Classes\ExporterDesk.Case\shell\open\command" "" '"$INSTDIR\python\pythonw.exe" -m exporter_desk "%1"'
  WriteRegStr HKCU "${LISTED}" "DisplayName" "@NAME_ZH@ @NAME_EN@"
  WriteRegStr HKCU "${LISTED}" "DisplayVersion" "@VERSION@"
  WriteRegStr HKCU "${LISTED}" "DisplayIcon" "$INSTDIR\exporter-desk.ico"
  WriteRegStr HKCU "${LISTED}" "Publisher" "@NAME_EN@"
  WriteRegStr HKCU "${LISTED}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${LISTED}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${LISTED}" "NoModify" 1
  WriteRegDWORD HKCU "${LISTED}" "NoRepair" 1
  WriteRegDWORD HKCU "${LISTED}" "EstimatedSize" @KILOBYTES@
SectionEnd

Section "Uninstall"
  !insertmacro WaitUntilClosed
  !insertmacro RemoveListed
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  ReadRegStr $0 HKCU "Software\@FOLDER@" "Link"
  StrCmp $0 "" +2
  Delete "$0"
  DeleteRegKey HKCU "Software\@FOLDER@"
  DeleteRegKey HKCU "Software\Classes\ExporterDesk.Case"
  ReadRegStr $0 HKCU "Software\Classes\.exdesk" ""
  StrCmp $0 "ExporterDesk.Case" 0 +2
  DeleteRegKey HKCU "Software\Classes\.exdesk"
  DeleteRegKey HKCU "${LISTED}"
  IfSilent keep
  IfFileExists "$LOCALAPPDATA\@FOLDER@\*.*" 0 keep
  MessageBox MB_YESNO|MB_DEFBUTTON2|MB_ICONQUESTION "$(RemoveData)" IDNO keep
  RMDir /r "$LOCALAPPDATA\@FOLDER@"
  keep:
SectionEnd
