; Added to electron-builder's installer. Values stand under HKLM when installed for all users, else under HKCU
; (SHELL_CONTEXT).
;
;   /DATADIR=<folder>   where lessons are kept. %NAME% in it stands for a variable of the person who starts the program:
;                       D:\Lessons\%USERNAME% gives each a folder of their own. Kept when a newer version is installed.
;
; Update files (.airclass-update) are the program's own, so it opens them by default.
; Videos: the program joins "Open with". It does not become the default, so Software\Classes\.mp4 keeps its value.

!define AIRCLASS_KEY "Software\AIRClass Recorder"
!define AIRCLASS_PROGID "AIRClassRecorder.Video"
!define AIRCLASS_PROTOCOL "airclass-recorder"
!define AIRCLASS_UPDATE "AIRClassRecorder.Update"

!macro airclassOpensWith EXTENSION
  WriteRegStr SHELL_CONTEXT "Software\Classes\${EXTENSION}\OpenWithProgids" "${AIRCLASS_PROGID}" ""
  WriteRegStr SHELL_CONTEXT "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}\SupportedTypes" "${EXTENSION}" ""
!macroend

!macro airclassNoLongerOpens EXTENSION
  DeleteRegValue SHELL_CONTEXT "Software\Classes\${EXTENSION}\OpenWithProgids" "${AIRCLASS_PROGID}"
!macroend

!macro customInstall
  ; The folder of the lessons: what is asked for now, else what was asked for when it was first installed.
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/DATADIR=" $R1
  ${IfNot} ${Errors}
    WriteRegStr SHELL_CONTEXT "${AIRCLASS_KEY}" "DataFolder" "$R1"
  ${EndIf}
  ReadRegStr $R1 SHELL_CONTEXT "${AIRCLASS_KEY}" "DataFolder"
  ${If} $R1 != ""
    FileOpen $R2 "$INSTDIR\resources\data-folder.txt" w
    FileWriteUTF16LE /BOM $R2 "$R1"
    FileClose $R2
  ${EndIf}
  ClearErrors

  WriteRegStr SHELL_CONTEXT "Software\Classes\${AIRCLASS_PROGID}" "" "AIRClass Recorder"
  WriteRegStr SHELL_CONTEXT "Software\Classes\${AIRCLASS_PROGID}\DefaultIcon" "" "$appExe,0"
  WriteRegStr SHELL_CONTEXT "Software\Classes\${AIRCLASS_PROGID}\shell\open\command" "" '"$appExe" "%1"'
  WriteRegStr SHELL_CONTEXT "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}" "FriendlyAppName" "AIRClass Recorder"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}\shell\open\command" "" '"$appExe" "%1"'
  !insertmacro airclassOpensWith ".mp4"
  !insertmacro airclassOpensWith ".m4v"
  !insertmacro airclassOpensWith ".mov"
  !insertmacro airclassOpensWith ".mkv"
  !insertmacro airclassOpensWith ".webm"
  !insertmacro airclassOpensWith ".flv"

  WriteRegStr SHELL_CONTEXT "Software\Classes\.airclass-update" "" "${AIRCLASS_UPDATE}"
  WriteRegStr SHELL_CONTEXT "Software\Classes\${AIRCLASS_UPDATE}" "" "AIRClass Recorder Update"
  WriteRegStr SHELL_CONTEXT "Software\Classes\${AIRCLASS_UPDATE}\DefaultIcon" "" "$appExe,0"
  WriteRegStr SHELL_CONTEXT "Software\Classes\${AIRCLASS_UPDATE}\shell\open\command" "" '"$appExe" "%1"'

  WriteRegStr SHELL_CONTEXT "Software\Classes\${AIRCLASS_PROTOCOL}" "" "URL:AIRClass Recorder"
  WriteRegStr SHELL_CONTEXT "Software\Classes\${AIRCLASS_PROTOCOL}" "URL Protocol" ""
  WriteRegStr SHELL_CONTEXT "Software\Classes\${AIRCLASS_PROTOCOL}\shell\open\command" "" '"$appExe" "%1"'
  System::Call 'shell32::SHChangeNotify(i, i, i, i) v (0x08000000, 0, 0, 0)'
!macroend

!macro customUnInstall
  ; Lessons are never removed. A newer version that is being installed keeps the folder that was asked for.
  ${IfNot} ${isUpdated}
    DeleteRegKey SHELL_CONTEXT "${AIRCLASS_KEY}"
  ${EndIf}
  !insertmacro airclassNoLongerOpens ".mp4"
  !insertmacro airclassNoLongerOpens ".m4v"
  !insertmacro airclassNoLongerOpens ".mov"
  !insertmacro airclassNoLongerOpens ".mkv"
  !insertmacro airclassNoLongerOpens ".webm"
  !insertmacro airclassNoLongerOpens ".flv"
  DeleteRegKey SHELL_CONTEXT "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}"
  DeleteRegKey SHELL_CONTEXT "Software\Classes\${AIRCLASS_PROGID}"
  DeleteRegKey SHELL_CONTEXT "Software\Classes\.airclass-update"
  DeleteRegKey SHELL_CONTEXT "Software\Classes\${AIRCLASS_UPDATE}"
  DeleteRegKey SHELL_CONTEXT "Software\Classes\${AIRCLASS_PROTOCOL}"
!macroend
