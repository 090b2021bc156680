; Tells Windows that the Companion can open phone links, so that it stands among "Default apps". SHCTX is HKLM or HKCU, as the installer was told.
!define CAPABILITIES "Software\CTI Companion\Capabilities"

!macro ctiLinkType SCHEME CLASS TEXT
  WriteRegStr SHCTX "Software\Classes\${CLASS}" "" "${TEXT}"
  WriteRegStr SHCTX "Software\Classes\${CLASS}" "URL Protocol" ""
  WriteRegStr SHCTX "Software\Classes\${CLASS}\DefaultIcon" "" "$INSTDIR\${APP_EXECUTABLE_FILENAME},0"
  WriteRegStr SHCTX "Software\Classes\${CLASS}\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
  WriteRegStr SHCTX "${CAPABILITIES}\URLAssociations" "${SCHEME}" "${CLASS}"
!macroend

!macro customInstall
  WriteRegStr SHCTX "${CAPABILITIES}" "ApplicationName" "CTI Companion"
  WriteRegStr SHCTX "${CAPABILITIES}" "ApplicationDescription" "Shows who is calling, from your CRM"
  ; tel: and callto: get classes of their own: which program opens them is the user's choice, not the last installer's.
  !insertmacro ctiLinkType "tel" "CTICompanion.tel" "Phone number"
  !insertmacro ctiLinkType "callto" "CTICompanion.callto" "Phone number"
  !insertmacro ctiLinkType "cti-companion" "cti-companion" "CTI Companion"
  WriteRegStr SHCTX "Software\RegisteredApplications" "CTI Companion" "${CAPABILITIES}"
!macroend

!macro customUnInstall
  DeleteRegValue SHCTX "Software\RegisteredApplications" "CTI Companion"
  DeleteRegKey SHCTX "Software\CTI Companion"
  DeleteRegKey SHCTX "Software\Classes\CTICompanion.tel"
  DeleteRegKey SHCTX "Software\Classes\CTICompanion.callto"
  DeleteRegKey SHCTX "Software\Classes\cti-companion"
!macroend
