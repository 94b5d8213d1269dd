"""The templates that are measured and that no fixture is."""

from __future__ import annotations

import json

SIXTY_LINES = """\
AWSTemplateFormatVersion: "2010-09-09"
Description: A model behind an endpoint

Parameters:
  ModelDataUrl:
    Type: String
    Description: The model archive
    Default: s3://artifacts/model.tar.gz
  InstanceType:
    Type: String
    Default: ml.m5.xlarge

Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Service: sagemaker.amazonaws.com
            Action: sts:AssumeRole
      ManagedPolicyArns:
        - !Sub arn:${AWS::Partition}:iam::aws:policy/AmazonSageMakerFullAccess

  Model:
    Type: AWS::SageMaker::Model
    Properties:
      ExecutionRoleArn: !GetAtt Role.Arn
      PrimaryContainer:
        Image: 683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1
        ModelDataUrl: !Ref ModelDataUrl
        Environment:
          SAGEMAKER_PROGRAM: inference.py
          SAGEMAKER_REGION: !Ref AWS::Region

  EndpointConfig:
    Type: AWS::SageMaker::EndpointConfig
    Properties:
      ProductionVariants:
        - VariantName: AllTraffic
          ModelName: !GetAtt Model.ModelName
          InitialInstanceCount: 1
          InitialVariantWeight: 1
          InstanceType: !Ref InstanceType

  Endpoint:
    Type: AWS::SageMaker::Endpoint
    Properties:
      EndpointConfigName: !GetAtt EndpointConfig.EndpointConfigName

Outputs:
  EndpointName:
    Description: What clients invoke
    Value: !GetAtt Endpoint.EndpointName
  ModelArn:
    Value: !Ref Model
"""


def models(count: int) -> str:
    """A template of ``count`` resources, each of which refers to the one before it."""
    resources = {f"Model{number}": _model(number) for number in range(count)}
    parameters = {"Role": {"Type": "String"}, "Bucket": {"Type": "String", "Default": "models"}}
    return json.dumps({"Parameters": parameters, "Resources": resources})


def _model(number: int) -> dict[str, object]:
    environment: dict[str, object] = {"NUMBER": str(number), "MY_KEY": "value"}
    if number:
        environment["PREVIOUS"] = {"Fn::GetAtt": [f"Model{number - 1}", "ModelName"]}
    container = {
        "Image": {"Fn::Sub": "${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/image:1"},
        "ModelDataUrl": {"Fn::Sub": f"s3://${{Bucket}}/{number}/model.tar.gz"},
        "Environment": environment,
    }
    return {
        "Type": "AWS::SageMaker::Model",
        "Properties": {
            "ExecutionRoleArn": {"Ref": "Role"},
            "EnableNetworkIsolation": number % 2 == 0,
            "PrimaryContainer": container,
            "Tags": [{"Key": "number", "Value": str(number)}],
        },
    }
